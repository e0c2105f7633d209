using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Components.Shared;

/// <summary>Base of pages and panels that load something: <see cref="Gone"/> ends what is under way when the person leaves.</summary>
public abstract class DeskPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    /// <summary>Takes the token once: it stays readable after the end.</summary>
    protected DeskPage() => Gone = _gone.Token;

    /// <summary>Cancelled when the component is taken away.</summary>
    protected CancellationToken Gone { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of subscriptions; call the base.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_gone.IsCancellationRequested)
        {
            _gone.Cancel();
            _gone.Dispose();
        }
    }
}
