using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace RefundDesk.Domain.Policies.Law;

/// <summary>What the law of a country gives a consumer at least. A policy may give more, never less.</summary>
/// <param name="Countries">ISO 3166 two-letter codes it holds in.</param>
/// <param name="WithdrawalDays">Local days after the day of delivery in which a purchase at a distance may be withdrawn from without a reason.</param>
/// <param name="ExtendsToWorkingDay">Whether a last day on a Saturday, a Sunday or a public holiday moves to the next working day (Regulation (EEC, Euratom) 1182/71, article 3).</param>
/// <param name="RefundsDelivery">Whether a withdrawal from the whole order gives standard delivery back (Directive 2011/83/EU, article 13).</param>
/// <param name="WarrantyMonths">Months after delivery in which faults bind the seller; zero where no such time is kept here.</param>
/// <param name="Names">What retailers call these countries, beside the codes.</param>
/// <param name="WithdrawalSource">The law.</param>
/// <param name="WarrantySource">The law.</param>
public sealed record StatutoryFloor(
    IReadOnlyList<string> Countries,
    int WithdrawalDays,
    bool ExtendsToWorkingDay,
    bool RefundsDelivery,
    int WarrantyMonths,
    IReadOnlyDictionary<string, string> Names,
    string WithdrawalSource,
    string WarrantySource)
{
    /// <summary>Days after the day on which the customer declared the withdrawal until when the money is back; null where no such time is kept here.</summary>
    public int? RefundDays { get; init; }

    /// <summary>The law that says so.</summary>
    public string RefundSource { get; init; } = string.Empty;

    /// <summary>The last local day on which a customer may withdraw.</summary>
    /// <param name="delivered">The local day on which the last parcel came.</param>
    public DateOnly LastDayOfWithdrawal(DateOnly delivered) => Working(delivered.AddDays(WithdrawalDays));

    /// <summary>The last local day on which the money of a withdrawal is to be back; null where no such time is kept here.</summary>
    /// <param name="declared">The local day on which the customer withdrew.</param>
    /// <param name="withheldDays">Whole days in which it could be withheld because the goods were not back: they are added.</param>
    public DateOnly? LastDayOfRefund(DateOnly declared, int withheldDays) => RefundDays is { } days ? Working(declared.AddDays(days + withheldDays)) : null;

    /// <summary>The last local day on which a fault binds the seller; null where no such time is kept here.</summary>
    /// <param name="delivered">The local day of delivery.</param>
    public DateOnly? LastDayOfWarranty(DateOnly delivered) => WarrantyMonths == 0 ? null : delivered.AddMonths(WarrantyMonths);

    private DateOnly Working(DateOnly last)
    {
        while (ExtendsToWorkingDay && (last.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || PublicHolidays.IsCommon(last)))
        {
            last = last.AddDays(1);
        }

        return last;
    }
}

/// <summary>The laws that are known, as data: <c>statutory-floors.json</c> beside this file.</summary>
public static class StatutoryFloors
{
    private static readonly StatutoryFloor[] Known = Read();

    private static readonly FrozenDictionary<string, StatutoryFloor> ByCountry = Known
        .SelectMany(floor => floor.Countries.Select(code => (Name: code, Floor: floor))
            .Concat(floor.Countries.Select(code => (Name: new RegionInfo(code).EnglishName, Floor: floor)))
            .Concat(floor.Names.Keys.Select(name => (Name: name, Floor: floor))))
        .DistinctBy(row => row.Name, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(row => row.Name, row => row.Floor, StringComparer.OrdinalIgnoreCase);

    /// <summary>The law of a country; null where none is known, and nothing is claimed.</summary>
    /// <param name="country">ISO 3166 two-letter code, or the country's English name.</param>
    public static StatutoryFloor? Of(string? country) => country is null ? null : ByCountry.GetValueOrDefault(country);

    private static StatutoryFloor[] Read()
    {
        using var data = typeof(StatutoryFloors).Assembly.GetManifestResourceStream("RefundDesk.StatutoryFloors")!;
        return JsonSerializer.Deserialize<StatutoryFloor[]>(data, JsonSerializerOptions.Web)!;
    }
}
