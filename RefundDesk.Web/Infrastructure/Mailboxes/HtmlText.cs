using System.Text;
using MimeKit.Text;

namespace RefundDesk.Web.Infrastructure.Mailboxes;

/// <summary>The text of a mail that came as HTML alone. What is quoted has its mark in front, so that it can be told from the sender's own words.</summary>
internal static class HtmlText
{
    private const int MostTokens = 200_000;
    private const int Longest = 100_000;
    private const int DeepestQuote = 8;

    public static string Of(string html)
    {
        using var reader = new StringReader(html);
        var tokenizer = new HtmlTokenizer(reader) { DecodeCharacterReferences = true };
        var text = new Writer();
        var hidden = 0;
        for (var tokens = 0; tokens < MostTokens && text.Length < Longest && tokenizer.ReadNextToken(out var token); tokens++)
        {
            switch (token)
            {
                case HtmlTagToken tag when tag.Id is HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Head or HtmlTagId.Title:
                    hidden = Math.Max(0, hidden + (tag.IsEndTag ? -1 : tag.IsEmptyElement ? 0 : 1));
                    break;
                case HtmlTagToken tag when tag.Id is HtmlTagId.Body:
                    hidden = 0;
                    break;
                case HtmlTagToken tag:
                    Take(text, tag);
                    break;
                case HtmlDataToken data when hidden == 0 && token.Kind is HtmlTokenKind.Data or HtmlTokenKind.CData:
                    text.Words(data.Data);
                    break;
                default:
                    break;
            }
        }

        return text.ToString();
    }

    private static void Take(Writer text, HtmlTagToken tag)
    {
        switch (tag.Id)
        {
            case HtmlTagId.BlockQuote:
                text.Quote(tag.IsEndTag ? -1 : 1);
                break;
            case HtmlTagId.HR when !tag.IsEndTag:
                text.Line("____________________");
                break;
            case HtmlTagId.Br:
                text.Break();
                break;
            case HtmlTagId.P or HtmlTagId.Div or HtmlTagId.TR or HtmlTagId.LI or HtmlTagId.UL or HtmlTagId.OL or HtmlTagId.Table or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.Pre:
                text.BreakOnce();
                break;
            case HtmlTagId.TD:
                text.Words(" ");
                break;
            default:
                break;
        }
    }

    private sealed class Writer
    {
        private readonly StringBuilder _text = new();
        private readonly StringBuilder _line = new();
        private int _depth;

        public int Length => _text.Length + _line.Length;

        public void Words(string words)
        {
            foreach (var c in words)
            {
                if (!char.IsWhiteSpace(c))
                {
                    _line.Append(c);
                }
                else if (_line.Length > 0 && _line[^1] != ' ')
                {
                    _line.Append(' ');
                }
            }
        }

        public void Quote(int change)
        {
            BreakOnce();
            _depth = Math.Max(0, _depth + change);
        }

        public void Line(string words)
        {
            BreakOnce();
            Words(words);
            Break();
        }

        public void BreakOnce()
        {
            if (_line.ToString().Trim().Length > 0)
            {
                Break();
            }
        }

        public void Break()
        {
            if (_depth > 0)
            {
                _text.Append('>', Math.Min(_depth, DeepestQuote)).Append(' ');
            }

            _text.Append(_line.ToString().Trim()).Append('\n');
            _line.Clear();
        }

        public override string ToString() => _text.ToString() + _line.ToString().Trim();
    }
}
