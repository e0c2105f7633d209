using Microsoft.AspNetCore.Components;
using MudBlazor;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Features.ApiKeys;

/// <summary>The keys of the retailers' systems: made, seen at work, revoked.</summary>
public partial class ApiKeysPage
{
    private static readonly DialogOptions Small = new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true };

    private IReadOnlyList<ApiKeyRow>? _rows;
    private string? _secret;
    private string? _secretFor;
    private string? _fault;

    [Inject]
    private ApiKeysQuery Keys { get; set; } = default!;

    [Inject]
    private RevokeApiKey Revoke { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _rows = await Keys.ReadAsync(Gone);

    private async Task AddAsync()
    {
        var dialog = await Dialogs.ShowAsync<AddApiKeyDialog>("Make a key", Small);
        if (await dialog.Result is { Canceled: false, Data: IssuedApiKey issued })
        {
            (_secret, _secretFor) = (issued.Secret, issued.Key.Name);
            _rows = await Keys.ReadAsync(Gone);
        }
    }

    private async Task RevokeAsync(ApiKeyRow row)
    {
        var sure = await Dialogs.ShowMessageBoxAsync("Revoke this key?", $"{row.Name} of {row.ClientName} can no longer call the API with it, within ten seconds. This cannot be undone; a new key can be made.", "Revoke", cancelText: "Back");
        if (sure == true)
        {
            _fault = (await Revoke.HandleAsync(row.Lookup, Gone)).Refusal?.Message;
            _secret = null;
            _rows = await Keys.ReadAsync(Gone);
        }
    }

    private string StateOf(ApiKeyRow row) => row.RevokedAt is not null ? "Revoked" : row.ExpiresAt is not { } ends ? "In force" : ends <= Time.GetUtcNow() ? "Over" : $"Until {ends.UtcDateTime:d MMM yyyy}";

    private string ToneOf(ApiKeyRow row) => row.RevokedAt is not null || row.ExpiresAt <= Time.GetUtcNow() ? string.Empty : "ok";
}
