using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Attachments;
using SkiaSharp;

namespace RefundDesk.Tests.Infrastructure.Attachments;

public sealed class PictureLookTests
{
    private const int Many = 60;

    [Fact]
    public void A_photo_made_smaller_and_saved_anew_is_known_again()
    {
        var known = Enumerable.Range(0, Many).Count(seed => Look(Pictures.Smaller(Pictures.File(seed, width: 1_600, height: 1_200), 400, 300)).IsLike(Look(Pictures.File(seed, width: 1_600, height: 1_200))));

        Assert.True(known >= Many * 95 / 100, $"{known} of {Many} were known again.");
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg, 30)]
    [InlineData(SKEncodedImageFormat.Webp, 50)]
    [InlineData(SKEncodedImageFormat.Png, 100)]
    public void A_photo_saved_in_another_way_is_known_again(SKEncodedImageFormat format, int quality)
    {
        var known = Enumerable.Range(0, Many).Count(seed => Look(Pictures.Smaller(Pictures.File(seed), 640, 480, format, quality)).IsLike(Look(Pictures.File(seed))));

        Assert.True(known >= Many * 97 / 100, $"{known} of {Many} were known again.");
    }

    [Fact]
    public void Another_photo_is_not_taken_for_it()
    {
        var looks = Enumerable.Range(0, Many * 2).Select(seed => Look(Pictures.File(seed))).ToArray();

        Assert.DoesNotContain(looks.SelectMany((one, i) => looks.Skip(i + 1).Select(other => one.IsLike(other))), isLike => isLike);
    }

    [Fact]
    public void Two_looks_that_are_alike_share_a_quarter()
    {
        var random = new Random(3);
        for (var i = 0; i < 10_000; i++)
        {
            var one = (ulong)random.NextInt64();
            var other = one ^ (1UL << random.Next(64)) ^ (1UL << random.Next(64)) ^ (1UL << random.Next(64));

            Assert.Contains(new PictureHash(one, string.Empty).Parts.Zip(new PictureHash(other, string.Empty).Parts), pair => pair.First == pair.Second);
        }
    }

    [Fact]
    public void A_picture_of_nothing_looks_like_nothing()
    {
        using var white = new SKBitmap(300, 200);
        white.Erase(SKColors.White);

        Assert.Null(PictureLook.Of(white));
    }

    [Fact]
    public void A_look_is_stored_and_read_again()
    {
        var look = Look(Pictures.File(4));

        Assert.Equal(look, PictureHash.Parse(look.ToString()));
    }

    private static PictureHash Look(byte[] file)
    {
        using var picture = SKBitmap.Decode(file);
        using var plain = picture.Copy(SKColorType.Rgba8888);
        return Assert.IsType<PictureHash>(PictureLook.Of(plain));
    }
}
