using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Case.Attaching;
using RefundDesk.Web.Features.SelfService;
using RefundDesk.Web.Infrastructure.Attachments;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Features.Case.CaseDesk;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Case;

public sealed class AttachmentsTests
{
    [Theory, DatabaseMatrix]
    public async Task What_was_added_is_listed_and_read_as_it_was_kept(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var scene = await desk.AddAsync(ARefund().InReview());

        var added = Done(await AddAsync(desk, Agent, scene, ("damage.png", Pictures.File(1)), ("receipt.txt", Pictures.Pdf())));

        var files = Done(await ListAsync(desk, Supervisor, scene)).Files;
        Assert.Equal([("damage.jpg", AttachmentKind.Photo), ("receipt.pdf", AttachmentKind.Pdf)], files.Select(file => (file.Name, file.Kind)));
        Assert.Equal(added.Select(file => file.Id), files.Select(file => file.Id));
        Assert.All(files, file => Assert.Equal(("Ann Agent", RequestChannel.Agent), (file.AddedBy, file.Channel)));
        var read = Done(await ReadAsync(desk, Supervisor, scene, files[1].Id));
        Assert.Equal(Pictures.Pdf(), read.Bytes);
        var (refund, seen) = (await desk.ReadAsync(scene), scene.Refund.Version);
        Assert.Equal(seen + 1, refund.Version);
        Assert.True(refund.HasRecorded(AgentAnn.Id!.Value));
        await using var db = await desk.Database.OpenAsync();
        var last = await db.CaseEvents.OrderByDescending(row => row.Id).FirstAsync(Cancelled);
        Assert.Equal(("Added 2 files", "damage.jpg, receipt.pdf"), (last.Text, last.Why));
    }

    [Fact]
    public async Task One_bad_file_refuses_all()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(ARefund().InReview());

        var refused = Refused(await AddAsync(desk, Agent, scene, ("a.jpg", Pictures.File(1)), ("b.jpg", "<html>"u8.ToArray())));

        Assert.Equal("attachment.type", refused.Code);
        Assert.Contains("b.jpg", refused.Message, StringComparison.Ordinal);
        await NothingIsStoredAsync(desk);
        Assert.Equal(scene.Refund.Version, (await desk.ReadAsync(scene)).Version);
    }

    [Fact]
    public async Task A_case_takes_so_many_files_and_no_more()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(ARefund().InReview());
        (string, byte[])[] Some(string word) => [.. Enumerable.Range(0, 15).Select(i => ($"{i}.pdf", Pictures.Pdf($"/Lang ({word}{i})")))];
        Done(await AddAsync(desk, Agent, scene, Some("x")));

        Assert.Equal("attachment.too-many", Refused(await AddAsync(desk, Agent, scene, Some("y"))).Code);
        Assert.Equal(15, Done(await AddAsync(desk, Agent, scene, Some("x"))).Count);
        Assert.Equal(15, Done(await ListAsync(desk, Agent, scene)).Files.Count);
    }

    [Theory]
    [InlineData(RefundStatus.Paid)]
    [InlineData(RefundStatus.Cancelled)]
    public async Task Nothing_is_added_to_what_has_ended(RefundStatus status)
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(ARefund().In(status));

        Assert.Equal("attachment.ended", Refused(await AddAsync(desk, Agent, scene, ("a.jpg", Pictures.File(1)))).Code);
        Assert.False(Done(await ListAsync(desk, Agent, scene)).MayAdd);
        await NothingIsStoredAsync(desk);
    }

    [Fact]
    public async Task Money_on_its_way_is_not_disturbed()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(ARefund().Paying());

        Done(await AddAsync(desk, Agent, scene, ("a.jpg", Pictures.File(1))));

        Assert.Equal(scene.Refund.Version, (await desk.ReadAsync(scene)).Version);
        Assert.Single(Done(await ListAsync(desk, Agent, scene)).Files);
    }

    [Theory, DatabaseMatrix]
    public async Task Another_clients_people_neither_see_nor_read_nor_add(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var other = await desk.Database.AddClientAsync();
        var scene = await desk.AddAsync(ARefund().InReview());
        var own = await desk.Database.AddCaseAsync(other, ARefund().InReview());
        var file = Done(await AddAsync(desk, Agent, scene, ("a.jpg", Pictures.File(1))))[0];
        var stranger = AgentOf(other.Id);

        Assert.Equal("refund.not-found", Refused(await ListAsync(desk, stranger, scene)).Code);
        Assert.Equal("refund.not-found", Refused(await AddAsync(desk, stranger, scene, ("b.jpg", Pictures.File(2)))).Code);
        Assert.Equal("attachment.not-found", Refused(await ReadAsync(desk, stranger, scene, file.Id)).Code);
        Assert.Equal("attachment.not-found", Refused(await ReadAsync(desk, stranger, own, file.Id)).Code);
        Assert.Equal("attachment.not-found", Refused(await ReadAsync(desk, Agent, own, file.Id)).Code);
        Assert.Single(Done(await ListAsync(desk, AgentOf(desk.Client.Id), scene)).Files);
    }

    [Fact]
    public async Task Who_may_not_see_cases_reads_nothing_of_them()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(ARefund().InReview());
        var file = Done(await AddAsync(desk, Agent, scene, ("a.jpg", Pictures.File(1))))[0];
        DeskPrincipal[] nobody = [DeskPrincipal.Nobody, DeskPrincipal.Customer("Kim Customer", desk.Client.Id), DeskPrincipal.Person(UserId.New(Now), "Vera", Role.ClientViewer, desk.Client.Id)];

        foreach (var principal in nobody)
        {
            Assert.Equal("refund.forbidden", Refused(await ListAsync(desk, principal, scene)).Code);
            Assert.Equal("refund.forbidden", Refused(await ReadAsync(desk, principal, scene, file.Id)).Code);
            Assert.Equal("refund.forbidden", Refused(await AddAsync(desk, principal, scene, ("b.jpg", Pictures.File(2)))).Code);
        }

        Assert.Equal("refund.forbidden", Refused(await AddAsync(desk, Administrator, scene, ("b.jpg", Pictures.File(2)))).Code);
    }

    [Fact]
    public async Task Nobody_adds_to_a_purchase_of_their_own()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(ARefund().InReview());
        await using (var db = await desk.Database.OpenAsync())
        {
            db.Users.Add(new Web.Infrastructure.Persistence.Rows.DeskUser { Id = AgentAnn.Id!.Value.Value, DisplayName = "Ann Agent", Role = Role.Agent, CreatedAt = Now, UserName = "ann", Email = scene.Order.CustomerEmail });
            await db.SaveChangesAsync(Cancelled);
        }

        Assert.Equal("refund.own-purchase", Refused(await AddAsync(desk, Agent, scene, ("a.jpg", Pictures.File(1)))).Code);
        Assert.False(Done(await ListAsync(desk, Agent, scene)).MayAdd);
    }

    [Theory, DatabaseMatrix]
    public async Task A_photo_of_later_shows_where_it_came_before_to_whoever_looks(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var first = await desk.AddAsync(ARefund().InReview());
        var second = await desk.AddAsync(ARefund().InReview());
        var third = await desk.AddAsync(ARefund().InReview());
        var photo = Pictures.File(7, width: 1_600, height: 1_200);
        Done(await AddAsync(desk, Agent, first, ("a.jpg", photo)));
        desk.Database.Time.Advance(TimeSpan.FromHours(1));
        Done(await AddAsync(desk, Agent, second, ("b.jpg", Pictures.Smaller(photo, 400, 300))));
        Done(await AddAsync(desk, Agent, third, ("c.jpg", Pictures.File(8))));

        var same = Assert.Single(Done(await ListAsync(desk, Agent, second)).Files[0].Same);
        Assert.Equal((first.Refund.Number, false, true), (same.Other, same.IsExact, same.WasBefore));
        Assert.False(Assert.Single(Done(await ListAsync(desk, Agent, first)).Files[0].Same).WasBefore);
        Assert.Empty(Done(await ListAsync(desk, Agent, third)).Files[0].Same);
    }

    [Fact]
    public async Task The_same_photo_of_another_client_is_nobodys_business()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var (ours, theirs) = (await desk.AddAsync(ARefund().InReview()), await desk.Database.AddCaseAsync(await desk.Database.AddClientAsync(), ARefund().InReview()));
        Done(await AddAsync(desk, Agent, theirs, ("a.jpg", Pictures.File(7))));

        Done(await AddAsync(desk, Agent, ours, ("a.jpg", Pictures.File(7))));

        Assert.Empty(Done(await ListAsync(desk, Agent, ours)).Files[0].Same);
    }

    [Fact]
    public async Task Forty_who_add_at_once_all_do_and_the_limit_holds()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var scene = await desk.AddAsync(ARefund().InReview());
        var services = desk.Database.BuildHost(Agent).Services;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            await using var scope = services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<AddAttachments>().HandleAsync(scene.Refund.Number, [new ReceivedFile($"{i}.pdf", Pictures.Pdf($"/Lang (x{i})"))], RequestChannel.Agent, Cancelled);
        }));

        var files = Done(await ListAsync(desk, Agent, scene)).Files;
        Assert.Equal(outcomes.Count(outcome => outcome.Succeeded), files.Count);
        Assert.InRange(files.Count, 1, 20);
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.True(outcome.Refusal!.Code is "attachment.too-many" or "refund.stale"));
    }

    [Fact]
    public async Task In_a_folder_the_bytes_lie_outside_the_database_and_what_was_changed_there_shows()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("refunddesk-attachments-");
        try
        {
            var services = Foldered(desk, folder.FullName);
            var scene = await desk.AddAsync(ARefund().InReview());
            var file = Done(await services.GetRequiredService<AddAttachments>().HandleAsync(scene.Refund.Number, [new ReceivedFile("a.pdf", Pictures.Pdf())], RequestChannel.Agent, Cancelled))[0];

            var path = Assert.Single(Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories));
            Assert.Equal(Pictures.Pdf(), await File.ReadAllBytesAsync(path, Cancelled));
            Assert.Equal(Pictures.Pdf(), Done(await services.GetRequiredService<ReadAttachment>().HandleAsync(scene.Refund.Number, file.Id, Cancelled)).Bytes);
            await using (var db = await desk.Database.OpenAsync())
            {
                Assert.False(await db.AttachmentContents.AnyAsync(Cancelled));
            }

            await File.WriteAllBytesAsync(path, Pictures.Pdf("/Lang (other)"), Cancelled);
            Assert.Equal("attachment.lost", Refused(await services.GetRequiredService<ReadAttachment>().HandleAsync(scene.Refund.Number, file.Id, Cancelled)).Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Killed_between_file_and_row_leaves_nothing_but_a_file_that_is_swept()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("refunddesk-attachments-");
        try
        {
            var services = Foldered(desk, folder.FullName);
            var scene = await desk.AddAsync(ARefund().InReview());
            var prepared = Done(await services.GetRequiredService<IFileIntake>().PrepareAsync([new ReceivedFile("a.pdf", Pictures.Pdf())], Cancelled));
            await using (var db = await desk.Database.OpenAsync())
            {
                // As far as the save, and no further: the process is gone.
                var (refund, _) = (await db.LoadCaseAsync(scene.Refund.Number, Cancelled))!.Value;
                Done((await services.GetRequiredService<Web.Infrastructure.Persistence.Attachments.CaseAttachments>().AddAsync(db, refund, prepared, AgentAnn, RequestChannel.Agent, Now, Cancelled)).WithoutValue());
            }

            var kept = Done(await services.GetRequiredService<AddAttachments>().HandleAsync(scene.Refund.Number, [new ReceivedFile("a.pdf", Pictures.Pdf())], RequestChannel.Agent, Cancelled))[0];
            var foreign = Path.Combine(folder.FullName, "README.md");
            await File.WriteAllTextAsync(foreign, "not ours", Cancelled);
            Assert.Equal(3, Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories).Length);
            var sweep = services.GetRequiredService<AttachmentSweep>();
            Touch(folder, desk.Database.Time.GetUtcNow());

            Assert.Equal(0, (await sweep.RunOnceAsync(Cancelled)).Orphans);
            desk.Database.Time.Advance(TimeSpan.FromHours(2));
            Assert.Equal(1, (await sweep.RunOnceAsync(Cancelled)).Orphans);

            Assert.True(File.Exists(foreign));
            Assert.Equal(Pictures.Pdf(), Done(await services.GetRequiredService<ReadAttachment>().HandleAsync(scene.Refund.Number, kept.Id, Cancelled)).Bytes);
            Assert.Equal(kept.Id, Assert.Single(Done(await ListAsync(desk, Agent, scene)).Files).Id);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory, DatabaseMatrix]
    public async Task Files_of_a_form_that_is_never_sent_are_swept(DatabaseProvider provider)
    {
        await using var desk = await CaseDesk.CreateAsync(provider);
        var services = desk.Database.BuildHost(DeskPrincipal.Customer("Kim Customer", desk.Client.Id)).Services;
        await using var scope = services.CreateAsyncScope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<FormFiles>().HandleAsync("O-1", [new ReceivedFile("a.jpg", Pictures.File(1))], Cancelled));

        desk.Database.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(0, (await services.GetRequiredService<AttachmentSweep>().RunOnceAsync(Cancelled)).Drafts);
        desk.Database.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, (await services.GetRequiredService<AttachmentSweep>().RunOnceAsync(Cancelled)).Drafts);

        await NothingIsStoredAsync(desk);
    }

    [Fact]
    public async Task The_desk_does_not_start_with_its_folder_where_everybody_is_served()
    {
        await using var desk = await CaseDesk.CreateAsync();
        var app = desk.Database.BuildHost(Agent, services => services.Configure<AttachmentOptions>(options => options.Store = AttachmentStore.Folder));
        var check = app.Services.GetRequiredService<Microsoft.Extensions.Options.IValidateOptions<AttachmentOptions>>();
        var root = app.Environment.WebRootPath = Directory.CreateTempSubdirectory("refunddesk-wwwroot-").FullName;
        string Fault(string? folder) => check.Validate(null, new AttachmentOptions { Store = AttachmentStore.Folder, Folder = folder }).FailureMessage ?? string.Empty;

        Assert.Contains("Attachments:Folder", Fault(null), StringComparison.Ordinal);
        Assert.Contains("web root", Fault(root), StringComparison.Ordinal);
        Assert.Contains("web root", Fault(Path.Combine(root, "files", "..", "deeper")), StringComparison.Ordinal);
        Assert.Empty(Fault(Path.Combine(root, "..", "attachments")));
        var link = Path.Combine(Path.GetTempPath(), $"refunddesk-link-{Next()}-{Environment.ProcessId}");
        Directory.CreateSymbolicLink(link, root);
        try
        {
            Assert.Contains("web root", Fault(Path.Combine(link, "files")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(link);
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Touch(DirectoryInfo folder, DateTimeOffset at)
    {
        foreach (var file in folder.GetFiles("*", SearchOption.AllDirectories))
        {
            file.LastWriteTimeUtc = at.UtcDateTime;
        }
    }

    private static IServiceProvider Foldered(CaseDesk desk, string folder) => desk.Database.BuildHost(Agent, services => services.Configure<AttachmentOptions>(options =>
    {
        options.Store = AttachmentStore.Folder;
        options.Folder = folder;
    })).Services.CreateScope().ServiceProvider;

    private static async Task NothingIsStoredAsync(CaseDesk desk)
    {
        await using var db = await desk.Database.OpenAsync();
        Assert.False(await db.Attachments.AnyAsync(Cancelled));
        Assert.False(await db.AttachmentContents.AnyAsync(Cancelled));
    }

    private static Task<Outcome<IReadOnlyList<AttachmentView>>> AddAsync(CaseDesk desk, DeskPrincipal by, RefundScene scene, params (string Name, byte[] Bytes)[] files) =>
        desk.AsAsync<AddAttachments, Outcome<IReadOnlyList<AttachmentView>>>(by, add => add.HandleAsync(scene.Refund.Number, [.. files.Select(file => new ReceivedFile(file.Name, file.Bytes))], RequestChannel.Agent, Cancelled));

    private static Task<Outcome<CaseFiles>> ListAsync(CaseDesk desk, DeskPrincipal by, RefundScene scene) =>
        desk.AsAsync<AttachmentsQuery, Outcome<CaseFiles>>(by, query => query.FindAsync(scene.Refund.Number, Cancelled));

    private static Task<Outcome<AttachmentContent>> ReadAsync(CaseDesk desk, DeskPrincipal by, RefundScene scene, AttachmentId id) =>
        desk.AsAsync<ReadAttachment, Outcome<AttachmentContent>>(by, read => read.HandleAsync(scene.Refund.Number, id, Cancelled));
}
