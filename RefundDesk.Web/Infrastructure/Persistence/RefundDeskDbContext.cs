using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Withdrawing;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>
/// The one model, derived once for each provider. A context sees only the rows of its <see cref="Scope"/> and refuses to write
/// others; whatever a case has pending (history, journals, messages, grounds) is stored in the same save.
/// </summary>
public abstract class RefundDeskDbContext(DbContextOptions options) : IdentityUserContext<DeskUser, Guid>(options)
{
    /// <summary>The name of the query filter that keeps clients apart.</summary>
    public const string ClientFilter = "Client";

    private readonly PendingRows _pending = new();
    private Dialect? _dialect;
    private WorkSignal? _signal;
    private readonly List<(RefundCaseId, RefundStatus)> _moved = [];
    private CommittedWork _committed;

    /// <summary>What this provider says differently. A context that was not opened by <see cref="DeskDatabase"/> has none and cannot write.</summary>
    public Dialect Dialect => _dialect ?? throw new InvalidOperationException($"Open contexts with {nameof(DeskDatabase)}.");

    /// <summary>Whose rows are in reach; nobody's until <see cref="DeskDatabase"/> says more.</summary>
    public ClientScope Scope { get; private set; } = ClientScope.Nobody;

    /// <summary>Retailers.</summary>
    public DbSet<Client> Clients => Set<Client>();

    /// <summary>Policy versions in every state; <see cref="Loading.ActivePolicies"/> are those that hold for somebody.</summary>
    public DbSet<PolicyVersion> Policies => Set<PolicyVersion>();

    /// <summary>Purchases.</summary>
    public DbSet<Order> Orders => Set<Order>();

    /// <summary>Lines of purchases.</summary>
    public DbSet<OrderLine> OrderLines => Set<OrderLine>();

    /// <summary>Payments of purchases.</summary>
    public DbSet<Tender> Tenders => Set<Tender>();

    /// <summary>Refunds.</summary>
    public DbSet<RefundCase> RefundCases => Set<RefundCase>();

    /// <summary>Lines of refunds.</summary>
    public DbSet<RefundLine> RefundLines => Set<RefundLine>();

    /// <summary>Payouts of refunds.</summary>
    public DbSet<Payout> Payouts => Set<Payout>();

    /// <summary>History, append-only.</summary>
    public DbSet<CaseEventRow> CaseEvents => Set<CaseEventRow>();

    /// <summary>The books, append-only.</summary>
    public DbSet<PostingRow> Postings => Set<PostingRow>();

    /// <summary>Grounds of decisions, append-only.</summary>
    public DbSet<DecisionRow> Decisions => Set<DecisionRow>();

    /// <summary>Where automation stopped itself.</summary>
    public DbSet<BreakerTripRow> BreakerTrips => Set<BreakerTripRow>();

    /// <summary>What leaves the system.</summary>
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    /// <summary>Who changed what about people and clients, append-only.</summary>
    public DbSet<AuditRow> Audit => Set<AuditRow>();

    /// <summary>Customers of whom something was noted, merged or asked.</summary>
    public DbSet<Customer> Customers => Set<Customer>();

    /// <summary>Authority that supervisors lent.</summary>
    public DbSet<Delegation> Delegations => Set<Delegation>();

    /// <summary>Keys of the retailers' systems.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>Requests whose orders are not known yet.</summary>
    public DbSet<WaitingRequestRow> WaitingRequests => Set<WaitingRequestRow>();

    /// <summary>Files that were imported.</summary>
    public DbSet<ImportRow> Imports => Set<ImportRow>();

    /// <summary>One-time codes of the customers' pages.</summary>
    public DbSet<PortalCodeRow> PortalCodes => Set<PortalCodeRow>();

    /// <summary>What came with requests as evidence.</summary>
    public DbSet<Attachment> Attachments => Set<Attachment>();

    /// <summary>The bytes of it, where they are kept here.</summary>
    public DbSet<AttachmentContentRow> AttachmentContents => Set<AttachmentContentRow>();

    /// <summary>Mails of the clients' mailboxes.</summary>
    public DbSet<MailMessageRow> MailMessages => Set<MailMessageRow>();

    /// <summary>The bytes of those that are attached to no refund.</summary>
    public DbSet<MailContentRow> MailContents => Set<MailContentRow>();

    /// <summary>Declarations by which consumers withdrew.</summary>
    public DbSet<WithdrawalDeclaration> Withdrawals => Set<WithdrawalDeclaration>();

    /// <summary>Shops that orders are pulled from.</summary>
    public DbSet<OrderSourceRow> OrderSources => Set<OrderSourceRow>();

    /// <summary>Their orders, by the shops' own keys.</summary>
    public DbSet<SourceOrderRow> SourceOrders => Set<SourceOrderRow>();

    /// <summary>Paid refunds that shops are told.</summary>
    public DbSet<SourceRefundRow> SourceRefunds => Set<SourceRefundRow>();

    /// <summary>Says whose rows this context may see.</summary>
    internal void OpenFor(ClientScope scope, Dialect dialect, WorkSignal signal)
    {
        Scope = scope;
        _dialect = dialect;
        _signal = signal;
    }

    /// <summary>
    /// Does several statements in one transaction; on SQLite it waits its turn in this process first. Inside another transaction of
    /// this context it joins that one. Where the work throws, everything is undone and the context forgets what it had loaded,
    /// because it no longer matches the database.
    /// </summary>
    public async Task<T> InTransactionAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (Database.CurrentTransaction is not null)
        {
            return await work(cancellationToken);
        }

        using var turn = await EnterWriteAsync(cancellationToken);
        using var held = Dialect.HoldTurn();
        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        T result;
        try
        {
            result = await work(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            ForgetCommitted();
            ChangeTracker.Clear();
            throw;
        }

        Raise();
        return result;
    }

    /// <summary>Waits until this process may write, see <see cref="Dialect.EnterWriteAsync"/>; inside a transaction of this context it already may.</summary>
    public ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken) =>
        Database.CurrentTransaction is null ? Dialect.EnterWriteAsync(cancellationToken) : ValueTask.FromResult<IDisposable?>(null);

    /// <inheritdoc />
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        if (detects)
        {
            // Once for everything below, which would otherwise look at every tracked row again and again.
            ChangeTracker.DetectChanges();
            ChangeTracker.AutoDetectChangesEnabled = false;
        }

        try
        {
            _pending.AddTo(this);
            await _pending.AddShopRecordsAsync(this, cancellationToken);
            ClientGuard.RefuseOtherClients(this);
            var (work, moved) = WorkOf(this);
            using var turn = await EnterWriteAsync(cancellationToken);
            var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            _pending.Stored();
            RaiseOnceCommitted(work, moved);
            return saved;
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    /// <inheritdoc />
    /// <remarks>A pooled context keeps its fields; the next one to open it must not inherit what this one was allowed.</remarks>
    public override void Dispose()
    {
        Close();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        Close();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new InvalidOperationException("Save asynchronously: only that way waits its turn on SQLite.");

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        Converters.Apply(configurationBuilder);
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(RefundDeskDbContext).Assembly);
        MapSigningIn(builder);
        builder.Entity<Order>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<OrderLine>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<Tender>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<RefundCase>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<RefundLine>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<Payout>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<CaseEventRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<PostingRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<DecisionRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<BreakerTripRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<OutboxRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<PolicyVersion>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<Customer>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<Client>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.Id == Scope.ClientId);
        builder.Entity<DeskUser>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<WaitingRequestRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<ImportRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<PortalCodeRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<WithdrawalDeclaration>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<ApiKey>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<Attachment>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<AttachmentContentRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<OrderSourceRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<SourceOrderRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<SourceRefundRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<MailMessageRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<MailContentRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<AuditRow>().HasQueryFilter(ClientFilter, _ => Scope.AllClients);
        builder.Entity<Delegation>().HasQueryFilter(ClientFilter, _ => Scope.AllClients);
        ClientGuard.CheckOwnerOnEveryWrite(builder.Model);
    }

    /// <summary>What people sign in with; in reach of the desk alone.</summary>
    private void MapSigningIn(ModelBuilder builder)
    {
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("UserClaims");
        builder.Entity<IdentityUserLogin<Guid>>(login =>
        {
            // Two columns of Identity's own length are wider than a clustered key of SQL Server may be.
            login.ToTable("UserLogins");
            login.Property(l => l.LoginProvider).HasMaxLength(128);
            login.Property(l => l.ProviderKey).HasMaxLength(128);
        });
        builder.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.ToTable("UserTokens");
            token.Property(t => t.LoginProvider).HasMaxLength(128);
            token.Property(t => t.Name).HasMaxLength(128);
        });
        builder.Entity<IdentityUserPasskey<Guid>>(passkey =>
        {
            // Mapped here and not by Identity's schema version, which it takes from options that the migrations tool does not have.
            passkey.ToTable("UserPasskeys");
            passkey.HasKey(p => p.CredentialId);
            passkey.Property(p => p.CredentialId).HasMaxLength(800);
            passkey.HasOne<DeskUser>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
            passkey.OwnsOne(p => p.Data).ToJson();
        });

        builder.Entity<IdentityUserClaim<Guid>>().HasQueryFilter(ClientFilter, _ => Scope.AllClients);
        builder.Entity<IdentityUserLogin<Guid>>().HasQueryFilter(ClientFilter, _ => Scope.AllClients);
        builder.Entity<IdentityUserToken<Guid>>().HasQueryFilter(ClientFilter, _ => Scope.AllClients);
        builder.Entity<IdentityUserPasskey<Guid>>().HasQueryFilter(ClientFilter, _ => Scope.AllClients);
    }

    private void Close()
    {
        Scope = ClientScope.Nobody;
        _dialect = null;
        _signal = null;
        _pending.Clear();
        ForgetCommitted();
    }

    /// <summary>What a save is about to bring, and the cases of it.</summary>
    private static (CommittedWork Work, IReadOnlyList<RefundCase> Moved) WorkOf(RefundDeskDbContext db)
    {
        var writesHistory = db.ChangeTracker.Entries<CaseEventRow>().Any(entry => entry.State == EntityState.Added);
        var changed = db.ChangeTracker.Entries<RefundCase>().Where(entry => entry.State is EntityState.Added or EntityState.Modified).Select(entry => entry.Entity).ToList();
        var work = (writesHistory ? CommittedWork.History : CommittedWork.None) | WorkOf(changed)
            | (db.ChangeTracker.Entries<OutboxRow>().Any(entry => entry.State == EntityState.Added) ? CommittedWork.Messages : CommittedWork.None)
            | (Changed<MailMessageRow>() || Changed<WithdrawalDeclaration>() ? CommittedWork.Inbox : CommittedWork.None);
        return (work, changed);

        bool Changed<TRow>()
            where TRow : class => db.ChangeTracker.Entries<TRow>().Any(entry => entry.State != EntityState.Unchanged);
    }

    /// <summary>Whether any of these cases waits for automation: it is due some time and nobody holds it.</summary>
    internal static CommittedWork WorkOf(IEnumerable<RefundCase> refunds) =>
        refunds.Any(refund => refund.DueAt is not null && refund.LeaseOwner is null) ? CommittedWork.DueCases : CommittedWork.None;

    /// <summary>Wakes whoever waits for it, once what was written is committed.</summary>
    /// <param name="work">What it brings.</param>
    /// <param name="moved">The cases of it, as they are then.</param>
    internal void RaiseOnceCommitted(CommittedWork work, IReadOnlyCollection<RefundCase> moved)
    {
        _committed |= work;
        _moved.AddRange(moved.Select(refund => (refund.Id, refund.Status)));
        if (Database.CurrentTransaction is null)
        {
            Raise();
        }
    }

    private void Raise()
    {
        if (_committed == CommittedWork.None && _moved.Count == 0)
        {
            return;
        }

        var (work, moved) = (_committed, _moved.ToArray());
        ForgetCommitted();
        _signal?.Raise(work, moved);
    }

    private void ForgetCommitted()
    {
        _committed = CommittedWork.None;
        _moved.Clear();
    }
}
