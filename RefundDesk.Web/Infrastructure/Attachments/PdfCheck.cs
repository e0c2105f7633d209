using System.IO.Compression;
using System.Text;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds.Attaching;

namespace RefundDesk.Web.Infrastructure.Attachments;

/// <summary>
/// Looks whether a PDF is whole and has nothing in it that runs, opens or brings something along. It is kept as it came: who reads it downloads it, and
/// no page of the desk ever draws it.
/// </summary>
internal static class PdfCheck
{
    private const int MostUnpacked = 64_000_000;
    private const int LongestName = 20;

    private static readonly Dictionary<string, string> Active = new(StringComparer.Ordinal)
    {
        ["JavaScript"] = "a script",
        ["Launch"] = "something that starts a program",
        ["EmbeddedFile"] = "another file",
        ["EmbeddedFiles"] = "another file",
        ["RichMedia"] = "something that plays",
        ["XFA"] = "a form that runs",
        ["SubmitForm"] = "a form that sends",
        ["ImportData"] = "something that reads files",
        ["GoToE"] = "another file",
        ["GoToR"] = "a link to another file",
    };

    /// <summary>Why it is not taken; null where it is.</summary>
    public static Refusal? FaultOf(ReceivedFile file)
    {
        var bytes = file.Bytes.Span;
        if (!IsWhole(bytes))
        {
            return AttachmentRefusals.Unreadable(file.Name);
        }

        var names = NamesIn(bytes);
        if (names.Any(name => name.Text == "Encrypt"))
        {
            return AttachmentRefusals.PdfProtected(file.Name);
        }

        var left = MostUnpacked;
        foreach (var packed in names.Where(name => name.Text == "ObjStm").ToList())
        {
            // What cannot be looked into is not let in.
            if (Unpacked(bytes, packed.At, ref left) is not { } inside)
            {
                return AttachmentRefusals.Unreadable(file.Name);
            }

            names.AddRange(NamesIn(inside));
        }

        return names.Where(name => Active.ContainsKey(name.Text)).Select(name => AttachmentRefusals.PdfActive(file.Name, Active[name.Text])).FirstOrDefault();
    }

    /// <summary>It ends as it must, with nothing behind it but space: nothing else hangs on it.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.LastIndexOf("%%EOF"u8);
        return end > 0 && bytes[(end + 5)..].IndexOfAnyExcept(" \t\r\n\0"u8) < 0 && bytes[..end].LastIndexOf("startxref"u8) > 0 && bytes.IndexOf(" obj"u8) > 0;
    }

    private static List<(string Text, int At)> NamesIn(ReadOnlySpan<byte> bytes)
    {
        var names = new List<(string, int)>();
        for (var at = 0; at < bytes.Length && bytes[at..].IndexOf((byte)'/') is var next and >= 0;)
        {
            at += next + 1;
            var name = NameAt(bytes[at..]);
            if (name is "Encrypt" or "ObjStm" || Active.ContainsKey(name))
            {
                names.Add((name, at));
            }
        }

        return names;
    }

    /// <summary>The name that begins here; letters may be written as numbers to hide it.</summary>
    private static string NameAt(ReadOnlySpan<byte> bytes)
    {
        var name = new StringBuilder(LongestName);
        for (var i = 0; i < bytes.Length && name.Length < LongestName; i++)
        {
            if (bytes[i] <= ' ' || "()<>[]{}/%"u8.Contains(bytes[i]))
            {
                break;
            }

            if (bytes[i] == '#' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                name.Append((char)Convert.FromHexString(Encoding.ASCII.GetString(bytes.Slice(i + 1, 2)))[0]);
                i += 2;
            }
            else
            {
                name.Append((char)bytes[i]);
            }
        }

        return name.ToString();
    }

    /// <summary>Objects packed into a stream; null where they are packed in a way that is not looked into, or are more than can be.</summary>
    private static byte[]? Unpacked(ReadOnlySpan<byte> bytes, int at, ref int left)
    {
        var after = bytes[at..];
        var begin = after.IndexOf("stream"u8);
        var end = begin < 0 ? -1 : after[begin..].IndexOf("endstream"u8);
        var opened = bytes[..at].LastIndexOf(" obj"u8);
        if (begin is < 0 or > 2_000 || end < 0 || opened < 0)
        {
            return null;
        }

        var dictionary = Encoding.ASCII.GetString(bytes[opened..(at + begin)]);
        var body = after[(begin + 6)..(begin + end)];
        body = body.StartsWith("\r\n"u8) ? body[2..] : body.StartsWith("\n"u8) ? body[1..] : body;
        if (!dictionary.Contains("/Filter", StringComparison.Ordinal))
        {
            return body.ToArray();
        }

        var isPlain = dictionary.Contains("/FlateDecode", StringComparison.Ordinal) && dictionary.Split("Decode").Length == 2;
        return isPlain ? Inflated(body.ToArray(), ref left) : null;
    }

    private static byte[]? Inflated(byte[] packed, ref int left)
    {
        try
        {
            using var inflater = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            var buffer = new byte[16_384];
            for (int read; (read = inflater.Read(buffer)) > 0;)
            {
                if ((left -= read) < 0)
                {
                    return null;
                }

                plain.Write(buffer, 0, read);
            }

            return plain.ToArray();
        }
        catch (InvalidDataException)
        {
            // Not what it says it is: it is not let in.
            return null;
        }
    }
}
