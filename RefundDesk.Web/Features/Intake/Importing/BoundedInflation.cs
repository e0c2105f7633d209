using System.Buffers.Binary;
using System.IO.Compression;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>
/// Inflates a gzipped text and stops where it grows to absurd sizes: real order files shrink ten- to thirtyfold, a file made to
/// exhaust the machine a thousandfold. The file below stays open.
/// </summary>
/// <remarks>
/// The framework takes a file that is cut off for one that ends, so the size that gzip writes last is held against what came out. A
/// file of several gzips one after the other has only the last one's size there and is refused too; that is safer than half a file.
/// </remarks>
internal sealed class BoundedInflation(Stream file) : Stream
{
    private const long AlwaysAllowed = 16L << 20;
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
        if (read == 0 && buffer.Length > 0)
        {
            RequireWhole();
        }

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

    private void RequireWhole()
    {
        var (at, size) = (file.Position, new byte[sizeof(uint)]);
        file.Seek(-size.Length, SeekOrigin.End);
        file.ReadExactly(size);
        file.Position = at;
        if (BinaryPrimitives.ReadUInt32LittleEndian(size) != unchecked((uint)_inflated))
        {
            throw new InvalidDataException("the gzip is cut off, or several were put together; inflate it first");
        }
    }
}
