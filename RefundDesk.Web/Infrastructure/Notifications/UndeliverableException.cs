namespace RefundDesk.Web.Infrastructure.Notifications;

/// <summary>A message that no later attempt would deliver: a broken address, or a recipient the server refuses for good.</summary>
public sealed class UndeliverableException : Exception
{
    /// <summary>Without words.</summary>
    public UndeliverableException()
    {
    }

    /// <summary>With words for people.</summary>
    public UndeliverableException(string message)
        : base(message)
    {
    }

    /// <summary>With words for people and what caused it.</summary>
    public UndeliverableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
