using System.Buffers;
using System.IO.Compression;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>What a workbook may be before a reader sees it: a small archive can be made that inflates to terabytes.</summary>
/// <remarks>
/// Sizes are counted by inflating, since those an archive declares are the sender's words. A sheet of a million rows of orders is
/// about 300 MB of XML and shrinks tenfold to thirtyfold.
/// </remarks>
internal static class WorkbookLimits
{
    /// <summary>Entries of the archive.</summary>
    public const int MostEntries = 1_000;

    /// <summary>Inflated bytes of all entries.</summary>
    public const long MostInflated = 1L << 30;

    /// <summary>How much of that may be the texts that cells share; they are held while reading.</summary>
    public const long MostSharedTexts = 256L << 20;

    /// <summary>Times an entry may grow, where it is larger than 1 MB.</summary>
    public const int MostTimes = 100;

    private const long AlwaysAllowed = 1 << 20;

    /// <summary>The first limit that is passed; null where the workbook may be read.</summary>
    public static ImportFault? FirstFault(Stream file)
    {
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > MostEntries)
            {
                return ImportFault.OfFile($"The workbook has {archive.Entries.Count} parts; {MostEntries} are the most that is read.");
            }

            if (archive.GetEntry("xl/workbook.xml") is null)
            {
                return ImportFault.OfFile("This is a zip archive but no workbook: save orders as xlsx, or as CSV, plain or gzipped.");
            }

            return FaultOfSizes(archive);
        }
        catch (InvalidDataException broken)
        {
            return ImportFault.OfFile($"The workbook is broken: {broken.Message}");
        }
    }

    private static ImportFault? FaultOfSizes(ZipArchive archive)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            var left = MostInflated;
            foreach (var entry in archive.Entries)
            {
                var inflated = 0L;
                var most = Math.Min(left, entry.FullName.EndsWith("sharedStrings.xml", StringComparison.OrdinalIgnoreCase) ? MostSharedTexts : long.MaxValue);
                using var part = entry.Open();
                while (part.Read(buffer) is > 0 and var read)
                {
                    inflated += read;
                    if (inflated > most)
                    {
                        return ImportFault.OfFile($"The workbook's part {entry.Name} inflates to more than {most >> 20} MB. Save the sheet as CSV; that is read at any size.");
                    }

                    if (inflated > AlwaysAllowed && inflated > entry.CompressedLength * MostTimes)
                    {
                        return ImportFault.OfFile($"The workbook's part {entry.Name} inflates to more than {MostTimes} times its size.");
                    }
                }

                left -= inflated;
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
