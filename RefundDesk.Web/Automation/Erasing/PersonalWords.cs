using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RefundDesk.Web.Automation.Erasing;

/// <summary>
/// What tells who a customer was: names, addresses, references; and what stands in their place. The same text always becomes the same text, so
/// that a decision's facts and its sentences still fit together.
/// </summary>
internal sealed class PersonalWords
{
    /// <summary>Stands where a personal word stood.</summary>
    public const string Word = "(erased)";

    private const int ShortestReference = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Regex? _words;
    private readonly string[] _references;
    private readonly byte[] _key;

    /// <param name="names">Names and addresses, as written anywhere.</param>
    /// <param name="references">The retailer's keys of the customer.</param>
    /// <param name="key">The key of the pseudonyms, hexadecimal.</param>
    public PersonalWords(IEnumerable<string> names, IEnumerable<string> references, string key)
    {
        string[] words = [.. names.Select(name => name.Trim()).Where(name => name.Length > 1 && name != Word).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(name => name.Length)];
        _words = words.Length == 0 ? null : new Regex($@"(?<!\w)(?:{string.Join('|', words.Select(Regex.Escape))})(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience);
        _references = [.. references];
        _key = Convert.FromHexString(key);
    }

    /// <summary>A key that nobody has.</summary>
    public static string FreshKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>What stands in place of a reference: the same for the same one while the key is there, and nobody's afterwards.</summary>
    public string PseudonymOf(string reference) => $"erased-{Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(reference)))[..32]}";

    /// <summary>The text without personal words; the same text where there are none.</summary>
    public string? Without(string? text) => text is null || _words is null ? text : _words.Replace(text, Word);

    /// <summary>A key of somebody's own making: replaced as a whole where it names the customer, so that it stays unique.</summary>
    public string? KeyWithout(string? key) =>
        key is not null && (Without(key) != key || Array.Exists(_references, reference => reference.Length >= ShortestReference && key.Contains(reference, StringComparison.OrdinalIgnoreCase)))
            ? PseudonymOf(key)
            : key;

    /// <summary>The document without personal words, in whatever way its texts are escaped.</summary>
    public string DocumentWithout(string json)
    {
        var document = JsonNode.Parse(json);
        return document is not null && Walk(document) ? document.ToJsonString() : json;
    }

    private bool Walk(JsonNode node)
    {
        var changed = false;
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToArray())
                {
                    changed |= Change(value, clean => fields[name] = clean);
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    var at = i;
                    changed |= Change(items[i], clean => items[at] = clean);
                }

                break;
            default:
                break;
        }

        return changed;
    }

    private bool Change(JsonNode? value, Action<JsonNode?> replace)
    {
        if (value is JsonValue leaf && leaf.TryGetValue<string>(out var text))
        {
            var clean = Without(text);
            if (clean == text)
            {
                return false;
            }

            replace(JsonValue.Create(clean));
            return true;
        }

        return value is JsonObject or JsonArray && Walk(value);
    }
}
