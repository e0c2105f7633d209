using RefundDesk.Domain.Refunds.Mailing;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Mailboxes;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds.Mailing;

public sealed class OwnWordsTests
{
    /// <summary>Replies as real mail programs wrote them; each says Hello.</summary>
    [Theory]
    [InlineData("android")]
    [InlineData("aol")]
    [InlineData("apple_mail")]
    [InlineData("gmail")]
    [InlineData("iphone")]
    [InlineData("outlook")]
    [InlineData("sparrow")]
    public void Of_a_real_reply_the_senders_words_are_left(string program)
    {
        var raw = File.ReadAllBytes(SharedData.PathOf("support-text", "email-parsing", "talon", "standard_replies", $"{program}.eml"));

        Assert.Equal("Hello", OwnWords.Of(Done(new MimeMailReader().Read(raw)).Text));
    }

    [Theory]
    [InlineData("gmail")]
    [InlineData("mail_ru")]
    [InlineData("ms_outlook_2003")]
    [InlineData("ms_outlook_2010")]
    [InlineData("thunderbird")]
    [InlineData("yandex_ru")]
    public void Of_a_real_reply_in_HTML_nothing_quoted_is_left(string program)
    {
        var html = File.ReadAllText(SharedData.PathOf("support-text", "email-parsing", "talon", "html_replies", $"{program}.html"));

        var words = OwnWords.Of(HtmlText.Of(html));

        Assert.StartsWith("Hi", words, StringComparison.Ordinal);
        Assert.DoesNotContain("wrote", words, StringComparison.Ordinal);
        Assert.True(words.Length < 40, words);
    }

    [Theory]
    [InlineData("correct_sig", "this is an email with a correct -- signature.")]
    [InlineData("email_1_4", "Awesome! I haven't had another problem with it.")]
    [InlineData("email_1_6", "I get proper rendering as well.")]
    [InlineData("email_1_8", "I will reply under this one\n\nand under this.")]
    [InlineData("email_2_2", "Outlook with a reply directly above line")]
    [InlineData("email_BlackBerry", "Here is another email")]
    [InlineData("email_gmail", "This is a test for inbox replying to a github message.")]
    [InlineData("email_multi_word_sent_from_my_mobile_device", "Here is another email")]
    [InlineData("email_sent_from_my_not_signature", "Here is another email\n\nSent from my desk, is much easier then my mobile phone.")]
    [InlineData("email_sig_delimiter_in_middle_of_line", "Hi there!\n\nStuff happened.\n\nAnd here is a fix -- this is not a signature.\n\nkthxbai")]
    [InlineData("pathological", "I think you're onto something. I will try to fix the problem as soon as I\nget back to a computer.")]
    public void Of_real_replies_as_text_too(string name, string words)
    {
        var text = File.ReadAllText(SharedData.PathOf("support-text", "email-parsing", "zapier", $"{name}.txt"));

        Assert.Equal(words, OwnWords.Of(text));
    }

    [Theory]
    [InlineData("Passt nicht.\n\nAm Mo., 2. März 2026 um 10:00 Uhr schrieb Shop <shop@x.example>:\n\n> Hallo", "Passt nicht.")]
    [InlineData("Trop petit.\n\nLe lun. 2 mars 2026 à 10:00, Shop <shop@x.example> a\nécrit :\n\n> Bonjour", "Trop petit.")]
    [InlineData("Muy pequeño.\n\nEl lun, 2 mar 2026 a las 10:00, Shop (<shop@x.example>) escribió:\n\n> Hola", "Muy pequeño.")]
    [InlineData("Kaputt.\n\nVon meinem iPhone gesendet\n\nVon: Shop\nGesendet: Montag\nAn: Kim\nBetreff: Bestellung\n\nHallo", "Kaputt.")]
    [InlineData("On Monday I ordered two things:\n1. a lamp\n2. a chair", "On Monday I ordered two things:\n1. a lamp\n2. a chair")]
    [InlineData("> only quotes", "")]
    [InlineData("", "")]
    public void In_every_language_of_the_desk(string text, string words) => Assert.Equal(words, OwnWords.Of(text));
}
