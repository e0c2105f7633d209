using System.Net.Mail;
using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Refunds.Withdrawing;

/// <summary>
/// What a consumer states to withdraw from a contract: the content that Article 11a(2) of Directive 2011/83/EU (inserted by Directive (EU)
/// 2023/2673) lets a trader ask for, and nothing else. No reason is asked for.
/// </summary>
/// <param name="Name">Who withdraws, 1 to 120 characters.</param>
/// <param name="Contract">What identifies the contract, as typed: mostly the order number; 1 to 60 characters.</param>
/// <param name="Email">Where the acknowledgement goes, at most 254 characters.</param>
/// <param name="Parts">Which part of the contract, in the consumer's words, at most 500 characters; null is all of it.</param>
public sealed record WithdrawalStatement(string Name, string Contract, string Email, string? Parts)
{
    /// <summary>The statement without what surrounds it, every field on one line but the parts.</summary>
    public WithdrawalStatement Tidied() => new(Line(Name), Line(Contract), Line(Email), string.IsNullOrWhiteSpace(Parts) ? null : StoredText.Cut(Parts.Trim().ReplaceLineEndings("\n"), 501));

    /// <summary>What is wrong with it; null where nothing is. Codes: <c>withdrawal.name</c>, <c>withdrawal.contract</c>, <c>withdrawal.email</c>, <c>withdrawal.parts</c>.</summary>
    public Refusal? FirstFault() =>
        Name.Length is 0 or > 120 ? new Refusal("withdrawal.name", "The name must be 1 to 120 characters.")
        : Contract.Length is 0 or > 60 ? new Refusal("withdrawal.contract", "The order number must be 1 to 60 characters.")
        : Email.Length > 254 || !MailAddress.TryCreate(Email, out var address) || address.Address != Email ? new Refusal("withdrawal.email", "This is no e-mail address, for example kim@customer.example.")
        : Parts is { Length: > 500 } ? new Refusal("withdrawal.parts", "At most 500 characters.")
        : null;

    private static string Line(string? text) => StoredText.Cut(string.Join(' ', (text ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), 300);
}
