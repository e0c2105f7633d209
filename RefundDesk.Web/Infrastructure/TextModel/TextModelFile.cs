using System.Security.Cryptography;
using System.Text;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Infrastructure.TextModel;

/// <summary>
/// The model's file: eight bytes that say what it is, the SHA-256 of the rest, and the rest: numbers and names, nothing that is ever run.
/// The same model gives the same bytes.
/// </summary>
internal static class TextModelFile
{
    private const int MostBytes = 8_000_000;
    private const int MostClasses = 100;

    private static readonly byte[] Kind = "RDTEXT01"u8.ToArray();

    private static readonly int Head = Kind.Length + SHA256.HashSizeInBytes;

    /// <summary>Why a file cannot be used, as a sentence; null where it can.</summary>
    public static string? FaultOf(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return $"There is no file {path}.";
        }

        if (file.Length > MostBytes)
        {
            return $"{path} has {file.Length} bytes; a text model has {MostBytes} at most.";
        }

        try
        {
            return FaultOf(path, File.ReadAllBytes(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be read: {fault.Message}";
        }
    }

    /// <summary>Reads a file that was checked.</summary>
    /// <exception cref="InvalidDataException">The file is none or was changed.</exception>
    public static ConcernModel Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return FaultOf(path, bytes) is { } fault ? throw new InvalidDataException(fault) : Parse(bytes);
    }

    /// <summary>The bytes of a model.</summary>
    public static byte[] Write(ConcernModel model)
    {
        using var body = new MemoryStream();
        using (var writer = new BinaryWriter(body, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(model.Origin);
            writer.Write(TextFeatures.Buckets);
            writer.Write(model.Words.Length);
            Array.ForEach(model.Words, writer.Write);
            Write(writer, model.Concerns.Numbers);
            Write(writer, model.Reasons.Numbers);
        }

        return [.. Kind, .. SHA256.HashData(body.ToArray()), .. body.ToArray()];
    }

    private static string? FaultOf(string path, byte[] bytes)
    {
        if (bytes.Length <= Head || !bytes.AsSpan(0, Kind.Length).SequenceEqual(Kind))
        {
            return $"{path} is no text model of this version.";
        }

        return SHA256.HashData(bytes.AsSpan(Head)).AsSpan().SequenceEqual(bytes.AsSpan(Kind.Length, SHA256.HashSizeInBytes))
            ? null
            : $"{path} was cut or changed: its check sum is not that of its content.";
    }

    private static ConcernModel Parse(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, Head, bytes.Length - Head), Encoding.UTF8);
        var origin = reader.ReadString();
        Must(reader.ReadInt32() == TextFeatures.Buckets, "number of buckets");
        var words = new uint[Within(reader.ReadInt32(), MostBytes / sizeof(uint))];
        for (var at = 0; at < words.Length; at++)
        {
            words[at] = reader.ReadUInt32();
        }

        var concerns = ReadClassifier(reader);
        Must(Array.TrueForAll(concerns.Classes, name => Enum.TryParse<CustomerConcern>(name, out _)), "concern");
        var reasons = ReadClassifier(reader);
        Must(Array.TrueForAll(reasons.Classes[1..], name => Enum.TryParse<RefundReason>(name, out _)), "reason");
        return new ConcernModel(origin, words, new LinearClassifier(concerns), new LinearClassifier(reasons));
    }

    private static void Write(BinaryWriter writer, ClassifierNumbers numbers)
    {
        writer.Write(numbers.Classes.Length);
        Array.ForEach(numbers.Classes, writer.Write);
        Array.ForEach(numbers.Biases, writer.Write);
        Array.ForEach(numbers.Scales, writer.Write);
        writer.Write((byte[])(Array)numbers.Weights);
        writer.Write(numbers.Temperature);
        writer.Write(numbers.ThresholdPermille);
    }

    private static ClassifierNumbers ReadClassifier(BinaryReader reader)
    {
        var classes = new string[Within(reader.ReadInt32(), MostClasses)];
        for (var at = 0; at < classes.Length; at++)
        {
            classes[at] = reader.ReadString();
        }

        var biases = Floats(reader, classes.Length);
        var scales = Floats(reader, classes.Length);
        var weights = reader.ReadBytes(classes.Length * TextFeatures.Buckets);
        Must(weights.Length == classes.Length * TextFeatures.Buckets, "weights");
        return new ClassifierNumbers(classes, biases, scales, (sbyte[])(Array)weights, reader.ReadDouble(), reader.ReadInt32());
    }

    private static float[] Floats(BinaryReader reader, int count)
    {
        var read = new float[count];
        for (var at = 0; at < count; at++)
        {
            read[at] = reader.ReadSingle();
        }

        return read;
    }

    private static int Within(int count, int most) => count >= 1 && count <= most ? count : throw new InvalidDataException($"A text model with a count of {count}.");

    private static void Must(bool isSound, string what)
    {
        if (!isSound)
        {
            throw new InvalidDataException($"A text model of another version: {what}.");
        }
    }
}
