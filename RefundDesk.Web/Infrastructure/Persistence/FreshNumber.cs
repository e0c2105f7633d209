using System.Security.Cryptography;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Numbers nobody can guess or count. A clash is met by the unique index.</summary>
public static class FreshNumber
{
    /// <summary>One more.</summary>
    public static RefundNumber Next() => RefundNumber.FromRandom(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
}
