using System.Collections.Frozen;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Infrastructure.TextModel.Training;

/// <summary>What a label of a published data set means here.</summary>
/// <param name="Concern">The concern; null where texts of the label are left out, since they stand between two.</param>
/// <param name="Reason">The reason where the label itself says one.</param>
internal sealed record IntentMeaning(CustomerConcern? Concern, RefundReason? Reason);

/// <summary>Every label of the two data sets and what it means here, to be read from top to bottom.</summary>
internal static class IntentTable
{
    /// <summary>banking77: questions to a bank.</summary>
    public static FrozenDictionary<string, IntentMeaning> Banking77 { get; } = Table("""
        WantsRefund      request_refund transaction_charged_twice
        AsksAboutRefund  Refund_not_showing_up
        WantsToCancel    cancel_transfer
        AsksForDelivery  card_arrival card_delivery_estimate
        -                reverted_card_payment?
        Other            activate_my_card age_limit apple_pay_or_google_pay atm_support automatic_top_up
        Other            balance_not_updated_after_bank_transfer balance_not_updated_after_cheque_or_cash_deposit beneficiary_not_allowed
        Other            card_about_to_expire card_acceptance card_linking card_not_working card_payment_fee_charged card_payment_not_recognised
        Other            card_payment_wrong_exchange_rate card_swallowed cash_withdrawal_charge cash_withdrawal_not_recognised change_pin
        Other            compromised_card contactless_not_working country_support declined_card_payment declined_cash_withdrawal declined_transfer
        Other            direct_debit_payment_not_recognised disposable_card_limits edit_personal_details exchange_charge exchange_rate
        Other            exchange_via_app extra_charge_on_statement failed_transfer fiat_currency_support get_disposable_virtual_card
        Other            get_physical_card getting_spare_card getting_virtual_card lost_or_stolen_card lost_or_stolen_phone order_physical_card
        Other            passcode_forgotten pending_card_payment pending_cash_withdrawal pending_top_up pending_transfer pin_blocked
        Other            receiving_money supported_cards_and_currencies terminate_account top_up_by_bank_transfer_charge top_up_by_card_charge
        Other            top_up_by_cash_or_cheque top_up_failed top_up_limits top_up_reverted topping_up_by_card transfer_fee_charged
        Other            transfer_into_account transfer_not_received_by_recipient transfer_timing unable_to_verify_identity verify_my_identity
        Other            verify_source_of_funds verify_top_up virtual_card_not_working visa_or_mastercard why_verify_identity
        Other            wrong_amount_of_cash_received wrong_exchange_rate_for_cash_withdrawal
        """);

    /// <summary>bitext: utterances to a shop, made from patterns. Never learned from, only measured with.</summary>
    public static FrozenDictionary<string, IntentMeaning> Bitext { get; } = Table("""
        WantsRefund                get_refund
        AsksAboutRefund            track_refund check_refund_policy
        WantsToCancel/ChangedMind  cancel_order
        AsksForDelivery            track_order delivery_period
        -                          check_cancellation_fee complaint delivery_options
        Other                      change_order change_shipping_address check_invoice check_payment_methods contact_customer_service
        Other                      contact_human_agent create_account delete_account edit_account get_invoice newsletter_subscription
        Other                      payment_issue place_order recover_password registration_problems review set_up_shipping_address
        Other                      switch_account
        """);

    private static FrozenDictionary<string, IntentMeaning> Table(string rows)
    {
        var table = new Dictionary<string, IntentMeaning>(StringComparer.Ordinal);
        foreach (var row in rows.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var meaning = words[0] == "-" ? new IntentMeaning(null, null) : Meaning(words[0].Split('/'));
            foreach (var label in words[1..])
            {
                table.Add(label, meaning);
            }
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static IntentMeaning Meaning(string[] names) =>
        new(Enum.Parse<CustomerConcern>(names[0]), names.Length > 1 ? Enum.Parse<RefundReason>(names[1]) : null);
}
