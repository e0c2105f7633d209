using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MudBlazor.Services;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Watching;
using RefundDesk.Domain.Risk;
using RefundDesk.Web.Components.Shared;
using RefundDesk.Web.Features.Case;
using RefundDesk.Web.Features.Queue;
using RefundDesk.Web.Infrastructure.Attachments;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Tests.Kit;

/// <summary>Draws pages of the desk without a browser, on a database of the test and on behalf of a person.</summary>
internal sealed class DeskPages : BunitContext
{
    public DeskPages(TestDatabase database, DeskPrincipal principal)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(database.Time));
        Services.AddSingleton(database.Database);
        Services.AddSingleton(new DeskClock(database.Time));
        Services.AddSingleton<ICurrentUser>(new User(principal));
        Services.AddSingleton<ICaseFeed>(Feed);
        Services.AddSingleton<IRiskModel, RiskRules>();
        Services.AddSingleton<IFileIntake>(new FileIntake(Options.Create(new AttachmentOptions())));
        Services.AddSingleton<IAttachmentBytes, DatabaseBytes>();
        Services.AddSingleton<CaseAttachments>();
        Services.AddCaseFeature();
        Services.AddQueueFeature();
        AddAuthorization().SetAuthorized(principal.Actor.Name).SetPolicies([.. principal.Permissions.Select(permission => permission.ToString())]);
    }

    /// <summary>Tells pages of changes when the test says so.</summary>
    public HandFeed Feed { get; } = new();

    private sealed class User(DeskPrincipal principal) : ICurrentUser
    {
        public ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(principal);
    }
}

/// <summary>A feed without a clock: what is told is told at once.</summary>
internal sealed class HandFeed : ICaseFeed
{
    private readonly List<(CaseWatch Watch, Func<CaseChanges, Task> Callback)> _viewers = [];

    public int Viewers => _viewers.Count;

    public IDisposable Subscribe(CaseWatch watch, Func<CaseChanges, Task> callback)
    {
        _viewers.Add((watch, callback));
        return new Leaving(() => _viewers.RemoveAll(viewer => viewer.Callback == callback));
    }

    /// <summary>Tells everybody who watches it.</summary>
    public Task TellAsync(params CaseChange[] changes) => Task.WhenAll(_viewers.ToArray()
        .Select(viewer => (viewer.Callback, Wanted: changes.Where(viewer.Watch.Wants).ToArray()))
        .Where(viewer => viewer.Wanted.Length > 0)
        .Select(viewer => viewer.Callback(new CaseChanges(viewer.Wanted, Missed: false))));

    private sealed class Leaving(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
