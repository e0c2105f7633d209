using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>How the domain's values are stored: keys as GUIDs, instants as UTC, enums by name, currencies by code.</summary>
internal static class Converters
{
    private static readonly JsonSerializerOptions Brief = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true };

    /// <summary>Applies every conversion to the whole model.</summary>
    public static void Apply(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTimeOffset>().HaveConversion<Utc>();
        conventions.Properties<Currency>().HaveConversion<CurrencyCode>().HaveMaxLength(3).AreUnicode(false);
        conventions.Properties<RefundNumber>().HaveConversion<NumberText>().HaveMaxLength(8).AreUnicode(false);
        conventions.Properties<ClientId>().HaveConversion<ClientKey>();
        conventions.Properties<OrderId>().HaveConversion<OrderKey>();
        conventions.Properties<RefundCaseId>().HaveConversion<CaseKey>();
        conventions.Properties<PayoutId>().HaveConversion<PayoutKey>();
        conventions.Properties<JournalId>().HaveConversion<JournalKey>();
        conventions.Properties<CustomerId>().HaveConversion<CustomerKey>();
        conventions.Properties<AttachmentId>().HaveConversion<AttachmentKey>();
        conventions.Properties<UserId>().HaveConversion<UserKey>();
        conventions.Properties<LineTerms>().HaveConversion<TermsText>().HaveMaxLength(1_000);
        conventions.Properties<SettledTerms>().HaveConversion<SettledText>();
        ByName<RefundStatus>(conventions);
        ByName<RefundTrigger>(conventions);
        ByName<AttachmentKind>(conventions);
        ByName<RequestChannel>(conventions);
        ByName<PolicyState>(conventions);
        ByName<RefundReason>(conventions);
        ByName<GoodsCondition>(conventions);
        ByName<FoundInstead>(conventions);
        ByName<OrderLineKind>(conventions);
        ByName<TenderMethod>(conventions);
        ByName<PayoutStatus>(conventions);
        ByName<JournalKind>(conventions);
        ByName<Account>(conventions);
        ByName<ActorKind>(conventions);
        ByName<Role>(conventions);
        ByName<AuditSubject>(conventions);
        ByName<ClientState>(conventions);
        ByName<CustomerStanding>(conventions);
        ByName<ErasureState>(conventions);
    }

    private static void ByName<T>(ModelConfigurationBuilder conventions)
        where T : struct, Enum =>
        conventions.Properties<T>().HaveConversion<string>().HaveMaxLength(30).AreUnicode(false);

    /// <summary>
    /// SQLite cannot order a DateTimeOffset, so instants are stored as UTC date and time; in whole microseconds, which is what
    /// PostgreSQL keeps, so that an instant is the same on every provider.
    /// </summary>
    private sealed class Utc() : ValueConverter<DateTimeOffset, DateTime>(
        instant => instant.UtcDateTime.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond)), stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));

    private sealed class CurrencyCode() : ValueConverter<Currency, string>(currency => currency.Code, code => Currency.Of(code));

    private sealed class NumberText() : ValueConverter<RefundNumber, string>(number => number.Value, value => RefundNumber.FromStored(value));

    /// <summary>Terms are read whole with their line and never asked about in a query, so they are one short text, and nothing for most lines.</summary>
    private sealed class TermsText() : ValueConverter<LineTerms, string>(terms => JsonSerializer.Serialize(terms, Brief), text => JsonSerializer.Deserialize<LineTerms>(text, Brief)!);

    private sealed class SettledText() : ValueConverter<SettledTerms, string>(settled => JsonSerializer.Serialize(settled.Terms, Brief), text => new SettledTerms(JsonSerializer.Deserialize<SettledTerm[]>(text, Brief)!));

    private sealed class ClientKey() : ValueConverter<ClientId, Guid>(id => id.Value, value => new ClientId(value));

    private sealed class OrderKey() : ValueConverter<OrderId, Guid>(id => id.Value, value => new OrderId(value));

    private sealed class CaseKey() : ValueConverter<RefundCaseId, Guid>(id => id.Value, value => new RefundCaseId(value));

    private sealed class PayoutKey() : ValueConverter<PayoutId, Guid>(id => id.Value, value => new PayoutId(value));

    private sealed class JournalKey() : ValueConverter<JournalId, Guid>(id => id.Value, value => new JournalId(value));

    private sealed class CustomerKey() : ValueConverter<CustomerId, Guid>(id => id.Value, value => new CustomerId(value));

    private sealed class AttachmentKey() : ValueConverter<AttachmentId, Guid>(id => id.Value, value => new AttachmentId(value));

    private sealed class UserKey() : ValueConverter<UserId, Guid>(id => id.Value, value => new UserId(value));
}
