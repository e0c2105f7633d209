using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
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

    private Dialect? _dialect;
    private WorkSignal? _signal;
    private bool _raiseAfterCommit;

    /// <summary>What this provider says differently. A context that was not opened by <see cref="DeskDatabase"/> has none and cannot write.</summary>
    public Dialect Dialect => _dialect ?? throw new InvalidOperationException($"Open contexts with {nameof(DeskDatabase)}.");

    /// <summary>Whose rows are in reach; nobody's until <see cref="DeskDatabase"/> says more.</summary>
    public ClientScope Scope { get; private set; } = ClientScope.Nobody;

    /// <summary>Retailers.</summary>
    public DbSet<Client> Clients => Set<Client>();

    /// <summary>Policy versions.</summary>
    public DbSet<PolicyRow> Policies => Set<PolicyRow>();

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

    /// <summary>What leaves the system.</summary>
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    /// <summary>Says whose rows this context may see; pooled contexts come back with what they had before, so it is said at every opening.</summary>
    internal void OpenFor(ClientScope scope, Dialect dialect, WorkSignal signal)
    {
        Scope = scope;
        _dialect = dialect;
        _signal = signal;
        _raiseAfterCommit = false;
    }

    /// <summary>Does several statements in one transaction; on SQLite it waits its turn in this process first.</summary>
    public async Task<T> InTransactionAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var turn = await Dialect.EnterWriteAsync(cancellationToken);
        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        var result = await work(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (_raiseAfterCommit)
        {
            _raiseAfterCommit = false;
            _signal?.Raise();
        }

        return result;
    }

    /// <inheritdoc />
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var refunds = PendingRows.AddTo(this);
        RefuseOtherClients();
        var writesHistory = ChangeTracker.Entries<CaseEventRow>().Any(entry => entry.State == EntityState.Added);
        using var turn = Database.CurrentTransaction is null ? await Dialect.EnterWriteAsync(cancellationToken) : null;
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        foreach (var refund in refunds)
        {
            refund.ClearPending();
        }

        if (writesHistory)
        {
            RaiseOnceCommitted();
        }

        return saved;
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
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("UserClaims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("UserLogins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("UserTokens");
        builder.Entity<IdentityUserPasskey<Guid>>(passkey =>
        {
            // Mapped here and not by Identity's schema version, which it takes from options that the migrations tool does not have.
            passkey.ToTable("UserPasskeys");
            passkey.HasKey(p => p.CredentialId);
            passkey.Property(p => p.CredentialId).HasMaxLength(800);
            passkey.HasOne<DeskUser>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
            passkey.OwnsOne(p => p.Data).ToJson();
        });

        builder.Entity<Order>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<OrderLine>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<Tender>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<RefundCase>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<RefundLine>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<Payout>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<CaseEventRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<PostingRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<DecisionRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<OutboxRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<PolicyRow>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.ClientId == Scope.ClientId);
        builder.Entity<Client>().HasQueryFilter(ClientFilter, row => Scope.AllClients || row.Id == Scope.ClientId);
    }

    private void RaiseOnceCommitted()
    {
        if (Database.CurrentTransaction is null)
        {
            _signal?.Raise();
        }
        else
        {
            _raiseAfterCommit = true;
        }
    }

    private void RefuseOtherClients()
    {
        if (Scope.AllClients)
        {
            return;
        }

        foreach (var entry in ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            if (entry.Metadata.FindProperty(nameof(IClientRow.ClientId)) is { } property
                && entry.Property(property.Name).CurrentValue is ClientId owner
                && owner != Scope.ClientId)
            {
                throw new InvalidOperationException($"A {entry.Metadata.ClrType.Name} of client {owner} was about to be written on behalf of {Scope}.");
            }
        }
    }
}
