using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.People;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Audit;

/// <summary>Who changed what about people and clients, the newest first.</summary>
public partial class ChangesPage
{
    private readonly List<AuditLine> _lines = [];
    private bool _hasMore;
    private bool _busy;

    [Inject]
    private AuditQuery Audit { get; set; } = default!;

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => MoreAsync();

    private static string Words(AuditLine line, string? value) =>
        value is null ? "—" : line.Field == "Role" && Enum.TryParse<Role>(value, out var role) ? DeskText.Of(role) : value;

    private async Task MoreAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var lines = await Audit.ReadAsync(_lines.Count > 0 ? _lines[^1].Id : null, Gone);
            _lines.AddRange(lines);
            _hasMore = lines.Count == AuditQuery.PageSize;
        }
        finally
        {
            _busy = false;
        }
    }
}
