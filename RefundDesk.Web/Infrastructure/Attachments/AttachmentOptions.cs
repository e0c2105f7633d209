using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Infrastructure.Attachments;

/// <summary>Where the bytes of attachments lie.</summary>
public enum AttachmentStore
{
    /// <summary>In a table of the database.</summary>
    Database,

    /// <summary>In a folder that every node reaches.</summary>
    Folder,
}

/// <summary>Section <c>Attachments</c>: what may come with a request, and where it is kept.</summary>
public sealed class AttachmentOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Attachments";

    /// <summary>Where the bytes lie; default Database.</summary>
    public AttachmentStore Store { get; set; }

    /// <summary>The folder where Store is Folder; not inside the web root, reached by every node, backed up with the database. Default none.</summary>
    public string? Folder { get; set; }

    /// <summary>Bytes of one file as it comes; 10000 to 28000000, default 10000000.</summary>
    [Range(10_000, 28_000_000)]
    public long BytesEach { get; set; } = 10_000_000;

    /// <summary>Files of one case; 1 to 200, default 20.</summary>
    [Range(1, 200)]
    public int FilesOfCase { get; set; } = 20;

    /// <summary>Bytes of all files of one case; 100000 to 1000000000, default 60000000.</summary>
    [Range(100_000, 1_000_000_000)]
    public long BytesOfCase { get; set; } = 60_000_000;

    /// <summary>Megapixels of a picture, read from its header before it is decoded; 1 to 100, default 40.</summary>
    [Range(1, 100)]
    public int Megapixels { get; set; } = 40;

    /// <summary>Pixels of the longer side a picture is kept with; larger ones are made smaller. 500 to 16000, default 4096.</summary>
    [Range(500, 16_000)]
    public int LongestSide { get; set; } = 4_096;

    /// <summary>Hours the files of a form are kept that is not sent; 1 to 168, default 24.</summary>
    [Range(1, 168)]
    public int DraftHours { get; set; } = 24;

    /// <summary>Minutes between two looks for what nobody needs any more; 1 to 1440, default 15.</summary>
    [Range(1, 1_440)]
    public int SweepMinutes { get; set; } = 15;
}
