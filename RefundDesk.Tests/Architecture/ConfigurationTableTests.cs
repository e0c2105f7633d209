using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Architecture;

/// <summary>The table of the README names every key that is read, with its default, and no other.</summary>
public sealed partial class ConfigurationTableTests
{
    // Not of an options class, of one that only another build has, or set by the verb alone.
    private static readonly string[] WithoutOption = ["ConnectionStrings:RefundDesk", "Reporting:QuestPdf:License"];
    private static readonly string[] SetByTheDemo = ["Demo:Enabled", "Demo:Accounts"];

    [Fact]
    public void Every_key_stands_in_the_table_and_every_key_of_the_table_is_read()
    {
        var options = Options().Select(option => option.Key).Except(SetByTheDemo).ToHashSet(StringComparer.Ordinal);
        var table = Table().Keys.Except(WithoutOption).ToHashSet(StringComparer.Ordinal);
        options.ExceptWith(WithoutOption);

        Assert.True(options.Count > 40, $"Only {options.Count} options were found.");
        Assert.Empty(options.Except(table));
        Assert.Empty(table.Except(options));
    }

    [Fact]
    public void Every_default_of_the_table_is_true()
    {
        var table = Table();
        var wrong = Options().Where(option => table.ContainsKey(option.Key) && option.Key != "Automation:Node")
            .Where(option => table[option.Key] != option.Default)
            .Select(option => $"{option.Key} is {option.Default}, not {table[option.Key]}");

        Assert.Empty(wrong);
    }

    private static Dictionary<string, string> Table() => Row().Matches(File.ReadAllText(Repository.PathOf("README.md")))
        .ToDictionary(row => row.Groups["key"].Value, row => row.Groups["default"].Value.Trim(' ', '`'));

    private static IEnumerable<(string Key, string Default)> Options() => typeof(Web.DeskHost).Assembly.GetTypes()
        .Select(type => (Type: type, Section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
        .Where(type => type.Section is not null)
        .SelectMany(type => Of(type.Section!, type.Type))
        .DistinctBy(option => option.Key);

    private static IEnumerable<(string Key, string Default)> Of(string section, Type type)
    {
        var fresh = Activator.CreateInstance(type);
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).SelectMany(property =>
            property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)
                ? Of($"{section}:{property.Name}", property.PropertyType)
                : [($"{section}:{property.Name}", Written(property.GetValue(fresh)))]);
    }

    private static string Written(object? value) => value switch
    {
        null => string.Empty,
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [GeneratedRegex(@"^\| `(?<key>[A-Za-z]+(:[A-Za-z]+)+)` \|(?<default>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
