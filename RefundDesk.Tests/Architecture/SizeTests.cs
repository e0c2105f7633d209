using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Architecture;

/// <summary>What is too long to be read at once is split. Migrations are written by a tool and are exempt.</summary>
public sealed class SizeTests
{
    private const int MethodLines = 60;
    private const int FileLines = 400;
    private const int RazorLines = 150;
    private const int Parameters = 6;

    private static readonly string[] Projects = ["RefundDesk.Domain", "RefundDesk.Web", "RefundDesk.Tests", "bench/RefundDesk.Bench"];

    private static readonly Assembly[] Product = [typeof(RefundDesk.Domain.Refunds.RefundCase).Assembly, typeof(RefundDesk.Web.DeskHost).Assembly];

    [Fact]
    public void No_file_is_too_long() => Assert.Empty(LongerThan(FileLines, "*.cs"));

    [Fact]
    public void No_page_is_too_long() => Assert.Empty(LongerThan(RazorLines, "*.razor"));

    [Fact]
    public void No_method_is_too_long()
    {
        var methods = Product.SelectMany(Methods).ToArray();

        Assert.True(methods.Length > 500, $"Only {methods.Length} methods were found.");
        Assert.Empty(methods.Where(method => method.Lines > MethodLines).Select(method => $"{method.Name}: {method.Lines} lines"));
    }

    [Fact]
    public void No_constructor_wants_too_much()
    {
        var constructors = Product.SelectMany(assembly => assembly.GetTypes()).Where(type => !IsRecord(type) && !type.IsDefined(typeof(CompilerGeneratedAttribute))).SelectMany(type => type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)).ToArray();

        Assert.NotEmpty(constructors);
        Assert.Empty(constructors.Where(constructor => constructor.GetParameters().Length > Parameters && !constructor.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Select(constructor => $"{constructor.DeclaringType!.FullName}: {constructor.GetParameters().Length}"));
    }

    [Fact]
    public void A_method_that_is_too_long_would_be_seen() => Assert.Contains(Methods(typeof(SizeTests).Assembly), method => method.Lines > 10);

    private static IEnumerable<string> LongerThan(int lines, string pattern)
    {
        var files = Projects.Select(project => Repository.PathOf(project)).SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            .Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .ToArray();
        Assert.NotEmpty(files);
        return files.Where(file => File.ReadLines(file).Count() > lines).Select(file => Path.GetRelativePath(Repository.Root, file));
    }

    /// <summary>Records are data: their constructors are written by name.</summary>
    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    /// <summary>Every method with the lines from its first to its last statement, read from the symbols beside the assembly.</summary>
    private static IEnumerable<(string Name, int Lines)> Methods(Assembly assembly)
    {
        var module = assembly.ManifestModule;
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly.Location, ".pdb")));
        var reader = symbols.GetMetadataReader();
        foreach (var handle in reader.MethodDebugInformation)
        {
            var method = reader.GetMethodDebugInformation(handle);
            var points = method.GetSequencePoints().Where(point => !point.IsHidden).ToArray();
            if (points.Length == 0 || module.ResolveMethod(MetadataTokens.GetToken(handle.ToDefinitionHandle())) is ConstructorInfo)
            {
                // Constructors hold the tables that fields begin with.
                continue;
            }

            var file = reader.GetString(reader.GetDocument(points[0].Document).Name);
            if (!file.Contains("/Migrations/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal) && !file.EndsWith("enerated.cs", StringComparison.Ordinal) && !file.EndsWith(".g.cs", StringComparison.Ordinal))
            {
                yield return ($"{Path.GetFileName(file)}:{points.Min(point => point.StartLine)}", points.Max(point => point.EndLine) - points.Min(point => point.StartLine) + 1);
            }
        }
    }
}
