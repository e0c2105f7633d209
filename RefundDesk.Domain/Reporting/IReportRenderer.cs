namespace RefundDesk.Domain.Reporting;

/// <summary>Draws a <see cref="ReportDocument"/> in one file format.</summary>
public interface IReportRenderer
{
    /// <summary>The format this renderer draws.</summary>
    ReportFormat Format { get; }

    /// <summary>The media type of what is written, for example <c>application/pdf</c>.</summary>
    string ContentType { get; }

    /// <summary>The file name's ending without the dot, for example <c>pdf</c>.</summary>
    string FileExtension { get; }

    /// <summary>
    /// Writes the whole file to <paramref name="output"/> from its current position, asynchronously only (an HTTP
    /// response body is a valid target), and leaves the stream open. Safe to call from several threads at once.
    /// </summary>
    /// <param name="document">What to draw; it is not changed.</param>
    /// <param name="output">A writable stream; it need not be seekable.</param>
    /// <param name="cancellationToken">Stops the drawing; what was written until then is not a valid file.</param>
    /// <exception cref="TimeZoneNotFoundException">The document names a time zone this machine does not know.</exception>
    ValueTask RenderAsync(ReportDocument document, Stream output, CancellationToken cancellationToken);
}
