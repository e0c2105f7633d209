using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using RefundDesk.Domain.Refunds.Attaching;

namespace RefundDesk.Web.Components.Shared;

/// <summary>A button to choose photos and PDFs with; reached by keyboard like the field it is. What is too large is not read at all.</summary>
public partial class FilePicker
{
    private int _round;
    private bool _busy;

    /// <summary>What the button says.</summary>
    [Parameter]
    public string Label { get; set; } = "Add files";

    /// <summary>True where nothing may be chosen now.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>How much may come.</summary>
    [Parameter, EditorRequired]
    public required AttachmentLimits Limits { get; set; }

    /// <summary>What was chosen, read.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<ReceivedFile>> Chosen { get; set; }

    /// <summary>Why nothing was read.</summary>
    [Parameter]
    public EventCallback<string> Refused { get; set; }

    private async Task ReadAsync(InputFileChangeEventArgs change)
    {
        var fault = change.FileCount > Limits.FilesOfCase ? AttachmentRefusals.TooMany(Limits)
            : change.GetMultipleFiles(Limits.FilesOfCase).FirstOrDefault(file => file.Size > Limits.BytesEach) is { } large ? AttachmentRefusals.TooLarge(large.Name, Limits.BytesEach)
            : null;
        if (fault is not null)
        {
            _round++;
            await Refused.InvokeAsync(fault.Message);
            return;
        }

        _busy = true;
        StateHasChanged();
        try
        {
            var files = new List<ReceivedFile>();
            foreach (var file in change.GetMultipleFiles(Limits.FilesOfCase))
            {
                await using var content = file.OpenReadStream(Limits.BytesEach);
                using var bytes = new MemoryStream();
                await content.CopyToAsync(bytes);
                files.Add(new ReceivedFile(file.Name, bytes.ToArray()));
            }

            await Chosen.InvokeAsync(files);
        }
        catch (IOException)
        {
            await Refused.InvokeAsync("A file could not be read to its end: it changed or its folder is gone. Choose it again.");
        }
        finally
        {
            // A new field, so that the same file can be chosen again.
            (_busy, _round) = (false, _round + 1);
        }
    }
}
