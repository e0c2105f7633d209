using System.IO.Compression;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>
/// Inflates a gzipped text and stops where it grows to absurd sizes: real order files shrink ten- to thirtyfold, a file made to
/// exhaust the machine a thousandfold. The file below stays open.
/// </summary>
internal sealed class BoundedInflation(Stream file) : Stream
{
    private const long AlwaysAllowed = 64L << 20;
    private const int MostTimes = 200;

    private readonly GZipStream _inflating = new(file, CompressionMode.Decompress, leaveOpen: true);
    private long _inflated;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position { get => _inflated; set => throw new NotSupportedException(); }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        var read = _inflating.Read(buffer);
        _inflated += read;
        return _inflated > AlwaysAllowed && _inflated > file.Position * MostTimes
            ? throw new InvalidDataException($"it inflates to more than {MostTimes} times its size")
            : read;
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inflating.Dispose();
        }

        base.Dispose(disposing);
    }
}
