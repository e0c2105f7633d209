using System.Text;
using System.Text.Json;

namespace RefundDesk.Web.Features.Policies;

/// <summary>On which line of a text each field of its document stands.</summary>
public static class PolicyPlaces
{
    /// <summary>The lines, from 1, by path: <c>windows[1].days</c>. What comes after a fault in the text is not there.</summary>
    public static IReadOnlyDictionary<string, int> LinesOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        try
        {
            Walk(bytes, lines);
        }
        catch (JsonException)
        {
            // The text is being written: the lines up to here are known.
            return lines;
        }

        return lines;
    }

    /// <summary>The line of a path, or of the nearest thing around it; null where the text is not read that far.</summary>
    public static int? LineOf(IReadOnlyDictionary<string, int> lines, string path)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(path);
        while (path.Length > 0)
        {
            if (lines.TryGetValue(path, out var line))
            {
                return line;
            }

            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        }

        return null;
    }

    private static void Walk(byte[] bytes, Dictionary<string, int> lines)
    {
        var reader = new Utf8JsonReader(bytes);
        var around = new Stack<(string Path, int Item)>();
        var (name, line, seen) = (string.Empty, 1, 0);
        while (reader.Read())
        {
            for (; seen < reader.TokenStartIndex; seen++)
            {
                line += bytes[seen] == '\n' ? 1 : 0;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = Inside(around.Peek().Path, reader.GetString()!);
                lines.TryAdd(name, line);
                continue;
            }

            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                around.Pop();
                continue;
            }

            if (around.TryPeek(out var outer) && outer.Item >= 0)
            {
                around.Pop();
                around.Push((outer.Path, outer.Item + 1));
                name = $"{outer.Path}[{outer.Item}]";
                lines.TryAdd(name, line);
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                around.Push((name, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
            }
        }
    }

    private static string Inside(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
