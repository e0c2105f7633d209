using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>
/// Places content on pages from top to bottom before anything is drawn, so that the number of pages is known when the
/// first one is.
/// </summary>
internal sealed class PageFlow
{
    private const float FirstTop = PrintTheme.Margin;
    private const float FurtherTop = 66;
    private const float Bottom = 56;

    private readonly List<List<Action<SKCanvas>>> _pages = [[]];
    private readonly CancellationToken _cancellationToken;
    private float _y = FirstTop;

    public PageFlow(SKSize page, CancellationToken cancellationToken)
    {
        Page = page;
        _cancellationToken = cancellationToken;
    }

    public SKSize Page { get; }

    public static float Left => PrintTheme.Margin;

    public float Right => Page.Width - PrintTheme.Margin;

    public float Width => Right - Left;

    /// <summary>The height left on the current page.</summary>
    public float Remaining => Page.Height - Bottom - _y;

    /// <summary>The height of an empty further page.</summary>
    public float Whole => Page.Height - Bottom - FurtherTop;

    /// <summary>What is drawn, page by page.</summary>
    public IReadOnlyList<IReadOnlyList<Action<SKCanvas>>> Pages => _pages;

    /// <summary>Whether nothing stands on the current page yet.</summary>
    public bool AtTop => _pages[^1].Count == 0;

    /// <summary>Takes the next <paramref name="height"/> of the page; content too high for any page runs into the margin.</summary>
    /// <param name="height">The height to take.</param>
    /// <param name="draw">Draws into the area given to it.</param>
    public void Place(float height, Action<SKCanvas, SKRect> draw)
    {
        EnsureRoom(height);
        var area = new SKRect(Left, _y, Right, _y + height);
        _pages[^1].Add(canvas => draw(canvas, area));
        _y += height;
    }

    /// <summary>Leaves a gap; at the top of a page none is needed.</summary>
    public void Skip(float height)
    {
        if (!AtTop)
        {
            _y += height;
        }
    }

    /// <summary>Turns the page unless this height still fits.</summary>
    public void EnsureRoom(float height)
    {
        if (height > Remaining && !AtTop)
        {
            TurnPage();
        }
    }

    public void TurnPage()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        _pages.Add([]);
        _y = FurtherTop;
    }
}
