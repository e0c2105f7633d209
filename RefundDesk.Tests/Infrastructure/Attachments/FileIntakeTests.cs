using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Attachments;
using SkiaSharp;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Infrastructure.Attachments;

public sealed class FileIntakeTests : IDisposable
{
    private readonly FileIntake _intake = new(Options.Create(new AttachmentOptions()));

    public void Dispose() => _intake.Dispose();

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg, "image/jpeg", "damage.jpg")]
    [InlineData(SKEncodedImageFormat.Png, "image/png", "damage.png")]
    [InlineData(SKEncodedImageFormat.Webp, "image/webp", "damage.webp")]
    public async Task A_picture_is_known_by_its_content_and_named_after_it(SKEncodedImageFormat format, string mediaType, string name)
    {
        var photo = Done(await OneAsync("C:\\fakepath\\damage.exe", Pictures.File(1, format)));

        Assert.Equal((AttachmentKind.Photo, mediaType, name), (photo.Kind, photo.MediaType, photo.Name));
        using var kept = SKBitmap.Decode(photo.Bytes.Span);
        Assert.Equal((640, 480), (kept.Width, kept.Height));
    }

    [Fact]
    public async Task Where_a_photo_was_taken_by_which_camera_and_what_was_written_into_it_is_gone()
    {
        var came = Pictures.WithExif(Pictures.File(1));
        Assert.All(Secrets, secret => Assert.Contains(secret, Encoding.Latin1.GetString(came), StringComparison.Ordinal));

        var photo = Done(await OneAsync("a.jpg", came));

        Assert.DoesNotContain("SECRET", Encoding.Latin1.GetString(photo.Bytes.Span), StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(photo.Bytes.Span), StringComparison.Ordinal);
        Assert.DoesNotContain(JpegParts(photo.Bytes.ToArray()), marker => marker is (> 0xE0 and <= 0xEF) or 0xFE);
    }

    [Fact]
    public async Task A_photo_is_upright_after_the_word_for_how_it_was_held_is_gone()
    {
        using var drawn = new SKBitmap(400, 200);
        using (var canvas = new SKCanvas(drawn))
        {
            canvas.Clear(SKColors.White);
            canvas.DrawRect(0, 0, 100, 200, new SKPaint { Color = SKColors.Red });
        }

        // Held so that the left side is the top: 6 turns it a quarter clockwise.
        var photo = Done(await OneAsync("a.jpg", Pictures.WithExif(Pictures.Encode(drawn, SKEncodedImageFormat.Jpeg), orientation: 6)));

        using var kept = SKBitmap.Decode(photo.Bytes.Span);
        Assert.Equal((200, 400), (kept.Width, kept.Height));
        Assert.True(kept.GetPixel(100, 20) is { Red: > 200, Green: < 80 }, "The red side is on top.");
        Assert.True(kept.GetPixel(100, 380) is { Red: > 200, Green: > 200 });
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 2)]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    [InlineData(7, 3)]
    [InlineData(8, 2)]
    public async Task Every_way_to_hold_a_camera_is_put_right(byte orientation, int corner)
    {
        using var drawn = new SKBitmap(64, 64);
        using (var canvas = new SKCanvas(drawn))
        {
            canvas.Clear(SKColors.White);
            canvas.DrawRect(0, 0, 32, 32, new SKPaint { Color = SKColors.Black });
        }

        var photo = Done(await OneAsync("a.jpg", Pictures.WithExif(Pictures.Encode(drawn, SKEncodedImageFormat.Jpeg), orientation)));

        using var kept = SKBitmap.Decode(photo.Bytes.Span);
        (int X, int Y)[] corners = [(16, 16), (48, 16), (16, 48), (48, 48)];
        Assert.Equal(corner, Array.FindIndex(corners, at => kept.GetPixel(at.X, at.Y).Red < 100));
    }

    [Fact]
    public async Task What_was_written_into_a_png_is_gone()
    {
        var came = Pictures.WithChunk(Pictures.WithChunk(Pictures.File(1, SKEncodedImageFormat.Png), "tEXt", "Comment\0SECRETNOTE"u8), "iTXt", "XML:com.adobe.xmp\0\0\0\0\0<x>SECRETPLACE</x>"u8);

        var photo = Done(await OneAsync("a.png", came));

        Assert.DoesNotContain("SECRET", Encoding.Latin1.GetString(photo.Bytes.Span), StringComparison.Ordinal);
        Assert.DoesNotContain(PngParts(photo.Bytes.ToArray()), part => part is not ("IHDR" or "sBIT" or "IDAT" or "IEND"));
    }

    [Fact]
    public async Task What_hangs_behind_a_picture_is_gone()
    {
        byte[] came = [.. Pictures.File(1), .. "<script>alert('SECRET')</script>PK"u8];

        var photo = Done(await OneAsync("a.jpg", came));

        Assert.DoesNotContain("script", Encoding.Latin1.GetString(photo.Bytes.Span), StringComparison.Ordinal);
        Assert.NotEqual(photo.ReceivedHash, photo.Hash);
    }

    [Fact]
    public async Task A_picture_larger_than_what_is_kept_is_made_smaller()
    {
        var photo = Done(await OneAsync("a.jpg", Pictures.File(1, width: 5_000, height: 1_000)));

        using var kept = SKBitmap.Decode(photo.Bytes.Span);
        Assert.Equal((4_096, 819), (kept.Width, kept.Height));
    }

    [Fact]
    public async Task A_picture_that_would_fill_the_memory_is_refused_by_its_header()
    {
        var bomb = Pictures.Promising(30_000, 30_000);
        Assert.True(bomb.Length < 1_000);
        var before = GC.GetTotalAllocatedBytes();

        Assert.Equal("attachment.pixels", Refused(await OneAsync("bomb.png", bomb)).Code);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 10_000_000);
    }

    public static TheoryData<string, byte[], string> NotTaken => new()
    {
        { "page.jpg", "<!DOCTYPE html><script>alert(1)</script>"u8.ToArray(), "attachment.type" },
        { "picture.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray(), "attachment.type" },
        { "a.gif", "GIF89a\u0001\0\u0001\0"u8.ToArray(), "attachment.type" },
        { "a.zip", "PK\u0003\u0004aaaaaaaaaaaaaaaaaaaaaaaaaaaa"u8.ToArray(), "attachment.type" },
        { "a.mp4", [0, 0, 0, 24, .. "ftypisom"u8, .. new byte[20]], "attachment.type" },
        { "a.heic", [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[20]], "attachment.heic" },
        { "nothing.jpg", [], "attachment.empty" },
        { "cut.jpg", Pictures.File(1)[..4_000], "attachment.unreadable" },
        { "cut.png", Pictures.File(1, SKEncodedImageFormat.Png)[..4_000], "attachment.unreadable" },
        { "cut.webp", Pictures.File(1, SKEncodedImageFormat.Webp)[..2_000], "attachment.unreadable" },
        { "begin.jpg", [0xFF, 0xD8, 0xFF], "attachment.unreadable" },
        { "begin.png", Pictures.File(1, SKEncodedImageFormat.Png)[..8], "attachment.unreadable" },
        { "begin.pdf", "%PDF-1.7"u8.ToArray(), "attachment.unreadable" },
        { "cut.pdf", Pictures.Pdf()[..60], "attachment.unreadable" },
        { "behind.pdf", [.. Pictures.Pdf(), .. "PK\u0003\u0004"u8], "attachment.unreadable" },
        { "script.pdf", Pictures.Pdf("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"), "attachment.pdf-active" },
        { "hidden.pdf", Pictures.Pdf("/OpenAction << /S /J#61vaScr#69pt /JS (app.alert\\(1\\)) >>"), "attachment.pdf-active" },
        { "launch.pdf", Pictures.Pdf("/OpenAction << /S /Launch /F (cmd.exe) >>"), "attachment.pdf-active" },
        { "inside.pdf", Pictures.Pdf("/Names << /EmbeddedFiles << /Names [(a) 3 0 R] >> >>"), "attachment.pdf-active" },
        { "packed.pdf", Packed("<< /S /JavaScript /JS (app.alert\\(1\\)) >>"), "attachment.pdf-active" },
        { "packed-otherwise.pdf", Packed("<< >>", "/Filter [/ASCIIHexDecode /FlateDecode]"), "attachment.unreadable" },
        { "secret.pdf", Pictures.Pdf(more: "3 0 obj\n<< /Filter /Standard >>\nendobj\n").AsSpan().ToArray() is var plain ? Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(plain).Replace("/Root 1 0 R", "/Root 1 0 R /Encrypt 3 0 R", StringComparison.Ordinal)) : [], "attachment.pdf-protected" },
    };

    [Theory, MemberData(nameof(NotTaken))]
    public async Task What_is_not_taken_is_refused_by_its_name(string name, byte[] content, string code)
    {
        var refused = Refused(await OneAsync(name, content));

        Assert.Equal(code, refused.Code);
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_pdf_is_kept_as_it_came()
    {
        var came = Packed("<< /Type /Font >>");

        var pdf = Done(await OneAsync("invoice.jpg", came));

        Assert.Equal((AttachmentKind.Pdf, "application/pdf", "invoice.pdf"), (pdf.Kind, pdf.MediaType, pdf.Name));
        Assert.Equal(came, pdf.Bytes.ToArray());
        Assert.Equal(pdf.ReceivedHash, pdf.Hash);
    }

    [Fact]
    public async Task A_mail_is_kept_as_it_came_where_it_is_said_to_be_one()
    {
        var came = "From: kim@customer.example\r\nSubject: refund\r\n\r\nPlease."u8.ToArray();

        var mail = Done(await _intake.PrepareAsync([new ReceivedFile("request", came) { IsMail = true }], Cancelled))[0];

        Assert.Equal((AttachmentKind.Mail, "message/rfc822", "request.eml"), (mail.Kind, mail.MediaType, mail.Name));
        Assert.Equal("attachment.type", Refused(await OneAsync("request.eml", came)).Code);
        Assert.Equal("attachment.unreadable", Refused(await _intake.PrepareAsync([new ReceivedFile("request", Pictures.File(1)) { IsMail = true }], Cancelled)).Code);
    }

    [Fact]
    public async Task Too_much_is_refused_before_anything_is_read()
    {
        Assert.Equal("attachment.none", Refused(await _intake.PrepareAsync([], Cancelled)).Code);
        Assert.Equal("attachment.too-large", Refused(await OneAsync("a.jpg", new byte[10_000_001])).Code);
        Assert.Equal("attachment.too-many", Refused(await _intake.PrepareAsync([.. Enumerable.Range(0, 21).Select(i => new ReceivedFile($"{i}.jpg", new byte[] { 1 }))], Cancelled)).Code);
    }

    [Fact]
    public async Task Whatever_comes_is_answered_and_never_a_defect()
    {
        var random = new Random(17);
        byte[][] begins = [[], [0xFF, 0xD8, 0xFF, 0xE0], Pictures.File(1)[..400], Pictures.File(2, SKEncodedImageFormat.Png)[..60], Pictures.File(3, SKEncodedImageFormat.Webp)[..60], "%PDF-1.4\n"u8.ToArray(), [0, 0, 0, 1, .. "ftypheic"u8]];
        var taken = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var noise = new byte[random.Next(600)];
            random.NextBytes(noise);
            byte[] content = [.. begins[i % begins.Length], .. noise];

            var answer = await OneAsync($"{i}", content);

            taken += answer.Succeeded ? 1 : 0;
            Assert.True(answer.Succeeded || answer.Refusal.Code.StartsWith("attachment.", StringComparison.Ordinal));
        }

        Assert.True(taken < 100, $"{taken} of 10,000 random files were taken.");
    }

    [Fact]
    public async Task A_file_changed_in_one_place_is_taken_or_refused_and_never_a_defect()
    {
        var random = new Random(18);
        byte[][] whole = [Pictures.File(1, width: 60, height: 60), Pictures.File(2, SKEncodedImageFormat.Png, 60, 60), Pictures.File(3, SKEncodedImageFormat.Webp, 60, 60), Packed("<< >>")];
        for (var i = 0; i < 2_000; i++)
        {
            var content = whole[i % whole.Length].ToArray();
            content[random.Next(content.Length)] = (byte)random.Next(256);

            var answer = await OneAsync($"{i}", content);

            Assert.True(answer.Succeeded || answer.Refusal.Code.StartsWith("attachment.", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd.jpg")]
    [InlineData("a\u202Egpj.exe", "agpj.jpg")]
    [InlineData("\r\nSet-Cookie: x.jpg", "Set-Cookie_ x.jpg")]
    [InlineData("   ", "photo.jpg")]
    [InlineData(".jpg", "jpg.jpg")]
    [InlineData("Schaden \"Tisch\" 家 🏠.jpeg", "Schaden _Tisch_ 家 🏠.jpg")]
    public void A_name_is_cleaned(string name, string clean) => Assert.Equal(clean, FileNames.Clean(name, ".jpg", "photo"));

    [Fact]
    public void A_name_is_cut_without_halving_a_character()
    {
        var clean = FileNames.Clean(string.Concat(Enumerable.Repeat("🏠", 80)), ".jpg", "photo");

        Assert.InRange(clean.Length, 98, 100);
        Assert.EndsWith("🏠.jpg", clean, StringComparison.Ordinal);
    }

    private static string[] Secrets => ["SECRETCAM", "SECRETPLACE", "SECRETNOTE"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private async Task<Outcome<PreparedFile>> OneAsync(string name, byte[] content)
    {
        var prepared = await _intake.PrepareAsync([new ReceivedFile(name, content)], Cancelled);
        return prepared.Succeeded ? prepared.Value[0] : prepared.Refusal;
    }

    /// <summary>A PDF with an object packed into a stream.</summary>
    private static byte[] Packed(string inside, string filter = "/Filter /FlateDecode")
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            zip.Write(Encoding.Latin1.GetBytes($"5 0 {inside}"));
        }

        return Pictures.Pdf(more: $"4 0 obj\n<< /Type /ObjStm /N 1 /First 4 {filter} /Length {packed.Length} >>\nstream\n{Encoding.Latin1.GetString(packed.ToArray())}\nendstream\nendobj\n");
    }

    private static IEnumerable<int> JpegParts(byte[] jpeg)
    {
        for (var at = 2; at + 4 < jpeg.Length && jpeg[at] == 0xFF && jpeg[at + 1] != 0xDA; at += 2 + (jpeg[at + 2] << 8) + jpeg[at + 3])
        {
            yield return jpeg[at + 1];
        }
    }

    private static IEnumerable<string> PngParts(byte[] png)
    {
        for (var at = 8; at + 8 <= png.Length; at += 12 + (png[at] << 24) + (png[at + 1] << 16) + (png[at + 2] << 8) + png[at + 3])
        {
            yield return Encoding.ASCII.GetString(png, at + 4, 4);
        }
    }
}
