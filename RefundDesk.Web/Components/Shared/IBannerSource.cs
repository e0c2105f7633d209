namespace RefundDesk.Web.Components.Shared;

/// <summary>Something that whoever is responsible must see wherever they are.</summary>
/// <param name="Text">What is so, one sentence.</param>
/// <param name="Href">Where something can be done about it.</param>
/// <param name="Link">What the link says.</param>
public sealed record Banner(string Text, string Href, string Link);

/// <summary>What stands above the lists people work in. A feature implements it; pages know only this.</summary>
public interface IBannerSource
{
    /// <summary>The banners for the person who is there; none where nothing is the matter or it is not theirs to see.</summary>
    Task<IReadOnlyList<Banner>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Calls back when they may have changed, until disposed.</summary>
    IDisposable Subscribe(Func<Task> changed);
}
