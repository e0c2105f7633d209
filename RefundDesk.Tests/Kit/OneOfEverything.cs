using Microsoft.AspNetCore.Identity;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Domain.Refunds.Withdrawing;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Kit;

/// <summary>A client with at least one row in every table. A new table gets its row here; tests of storing and of keeping clients apart walk them all.</summary>
internal static class OneOfEverything
{
    /// <summary>A client whose rows fill every table and, between them, every column that is ever filled by a step.</summary>
    /// <returns>The client.</returns>
    public static Client AddTo(RefundDeskDbContext db, DateTimeOffset now, string key = "northwind-home")
    {
        var client = Done(Client.Add(key, "Ñørthwind 家 🏠", "KWD", "Asia/Kuwait", now));
        Done(client.Change(client.Describe() with { BusinessHours = "Sun-Thu 08:00-16:00", ClosedDays = "2026-02-25", BrandColour = "#0b7a4b", SupportContact = "+49 30 1234" }, hasOrders: false));
        var order = AnOrder().Of(client.Id).In("KWD").WithLine(100_001, quantity: 3, discount: 7, tax: 1_900, finalSale: false).WithShipping(4_990, tax: 700)
            .PaidBy(TenderMethod.Card, 60_000).PaidByGiftCard(44_984).With(draft => draft with { Country = "DE", CustomerGroup = "club", TimeZoneId = "Europe/Berlin", Postcode = "10115" });
        var scene = ARefund().Of(order).WithRequestKey($"{key}-1").RequestedBy(AgentAnn).RequestedAt(now)
            .Under(APolicy() with { ReturnRequiredFromMinor = 1, AutomaticApprovalMinor = 0, RefuseAutomatically = false, FeeTaxBasisPoints = 1_900, Reductions = [new Reduction(GoodsCondition.Opened, ReductionStage.Received, 100)] })
            .Decided()
            .Step(refund => Done(refund.Refund.TakeInspection(AgentAnn, new Dictionary<int, GoodsFound> { [1] = new(refund.Refund.Lines[0].Quantity, GoodsCondition.Opened, FoundInstead.OtherSerialNumber) }, refund.Order, refund.Tick())))
            .Step(refund => refund.Decide())
            .Step(refund => refund.Ask(AgentBen).Answer().Decide())
            .Step(refund => Done(refund.Refund.ChangeAmount(AgentAnn, new Dictionary<int, LineChange> { [1] = new(true, 17) }, "A scratch.", refund.Order, refund.Tick())))
            .Step(refund => ApproveAs(refund.Review(AgentBen), SupervisorTom, "Una"))
            .Step(refund => ApproveAs(refund, SupervisorSue, "Vic"))
            .Step(refund => refund.StartPaying())
            .Step(refund => refund.Reply(refund.Refund.Payouts[0], GatewayReply.Refused("expired_card", "The card is closed.")))
            .Step(refund => refund.Reply(refund.Refund.Payouts[1], GatewayReply.Succeeded($"re_{key}")))
            .Step(refund => refund.Retry(SupervisorSue).GatewayPays())
            .Build();
        var broken = ARefund().Of(AnOrder().Of(client.Id).In("KWD").WithLine(30_000, quantity: 3, discount: 10_000).SoldUnder(new LineTerms { SetKey = "家", Promotion = new Promotion("Sømmer \"3\"", 3, 2) }))
            .Asking(1).Under(APolicy() with { Promotions = PromotionRule.Recompute }).Decided().Build();
        var waiting = ARefund().Of(AnOrder().Of(client.Id).In("KWD")).NeedingInformation().Build();
        var withheld = ARefund().Of(AnOrder().Of(client.Id).In("KWD").With(draft => draft with { Country = "DE" })).Under(APolicy() with { ReturnRequiredFromMinor = 1 }).Decided().Build();
        var automatic = ARefund().Of(AnOrder().Of(client.Id).In("KWD")).Decided().Build();
        var first = Loading.RowOf(client.Id, APolicy());
        var reviewed = Done(first.RollBack(2, "It was better.", SupervisorSue, now));
        Done(reviewed.Review(SupervisorTom, now));
        Done(reviewed.Activate(now.AddDays(1), [first], SupervisorSue, now));
        var withdrawn = Done(first.RollBack(3, "It was better still.", SupervisorSue, now));
        Done(withdrawn.Withdraw("It was not.", now));
        db.AddRange(client, first, reviewed, withdrawn, scene.Order, scene.Refund, waiting.Order, waiting.Refund, broken.Order, broken.Refund, automatic.Order, automatic.Refund, withheld.Order, withheld.Refund);

        var user = new DeskUser
        {
            Id = Guid.CreateVersion7(now), DisplayName = "Ann", Role = Role.ClientViewer, ClientId = client.Id, IsDisabled = true, CreatedAt = now,
            UserName = $"ann@{key}", NormalizedUserName = $"ANN@{key}", Email = $"ann@{key}.example", NormalizedEmail = $"ANN@{key}.EXAMPLE", EmailConfirmed = true,
            PasswordHash = "hash", SecurityStamp = "stamp", ConcurrencyStamp = "1", PhoneNumber = "+49 30 1", PhoneNumberConfirmed = true,
            TwoFactorEnabled = true, PrivateAddresses = "ann.private@mail.example", LockoutEnabled = true, AccessFailedCount = 2,
        };
        var lent = Done(Delegation.Lend((SupervisorSue.Id!.Value, Role.Supervisor), (new UserId(user.Id), Role.Agent), now, now.AddDays(7), now));
        Done(lent.End(now.AddDays(1)));
        var photo = Attachment.Of(scene.Refund, Photo, AgentAnn, RequestChannel.Agent, now);
        var mail = MailOf(client, key, now);
        Leave(client, now);
        var merged = Customer.Of(client.Id, "C-merged", now);
        Done(merged.MergeInto(Customer.Of(client.Id, "C-person", now), []));
        Done(merged.Note(CustomerStanding.Deceased | CustomerStanding.Minor));
        Done(merged.AskErasure(SupervisorSue, now));
        merged.HoldErasure("A refund is open.", now.AddHours(1));
        db.AddRange(
            user,
            new IdentityUserClaim<Guid> { UserId = user.Id, ClaimType = "type", ClaimValue = "value" },
            new IdentityUserLogin<Guid> { UserId = user.Id, LoginProvider = "provider", ProviderKey = key, ProviderDisplayName = "name" },
            new IdentityUserToken<Guid> { UserId = user.Id, LoginProvider = "provider", Name = "name", Value = "value" },
            lent,
            merged,
            AuditRow.Of(user, SupervisorSue, now, "Role", "Agent", "Supervisor"),
            KeyOf(client, now),
            new ImportRow
            {
                Id = Guid.CreateVersion7(now), ClientId = client.Id, UploadId = Guid.CreateVersion7(now), Kind = "orders", FileName = "orders.csv", FileHash = new string('f', 64), FileBytes = 1_234,
                MapJson = "{}", HeaderHash = new string('h', 64), ById = SupervisorSue.Id, ByName = "Sue Supervisor", StartedAt = now, State = ImportState.Refused, LeaseOwner = "node-1",
                LeaseUntil = now.AddMinutes(1), StopAskedAt = now, LinesRead = 7, Percent = 100, EndedAt = now, LinesStored = 3, LinesUnchanged = 2, LinesForOtherVerb = 1, LinesRejected = 1,
                Stored = 2, EndCode = "import.broken-file", EndText = "Line 7.", IsChecking = true, IsDryRun = true,
            },
            new WaitingRequestRow
            {
                Number = ANumber(), ClientId = client.Id, OrderNumber = "O-late", RequestKey = $"{key}-9", ActorName = "Web shop", Json = "{}", ReceivedAt = now, WaitsUntil = now.AddHours(24), EndCode = "order.quantity", EndText = "None left.",
            },
            ShopOf(client, now), ShopOrderOf(client, scene.Order, now), ToldRefund(client, scene.Refund, now),
            new BreakerTripRow
            {
                ClientId = client.Id, PolicyVersion = 1, Rule = "window", Count = 12, AmountMinor = 1_234, CountLimit = 12, AmountLimitMinor = 5_000, At = now,
                ResolvedAt = now.AddHours(1), ResolvedById = SupervisorSue.Id, ResolvedByName = "Sue Supervisor", Reason = "A sale began.",
            },
            new PortalCodeRow
            {
                Id = Guid.CreateVersion7(now), ClientId = client.Id, OrderNumber = scene.Order.OrderNumber, ProofHash = new string('e', 64), Language = "de", AskedAt = now,
                ExpiresAt = now.AddMinutes(10), DueAt = now, CodeHash = new string('c', 64), Tries = 2, UsedAt = now,
            },
            photo,
            new AttachmentContentRow { AttachmentId = photo.Id, ClientId = client.Id, Bytes = [1, 2, 3] },
            Attachment.Draft(client.Id, Guid.CreateVersion7(now), Photo, AgentAnn, RequestChannel.Portal, now),
            WithdrawalOf(client, now), Acknowledged(client, now),
            mail,
            new MailContentRow { MailId = mail.Id, ClientId = client.Id, Raw = [70, 114, 111, 109, 58] },
            new OutboxRow
            {
                ClientId = client.Id, CaseId = scene.Refund.Id, Channel = "mail", Json = "{}", CreatedAt = now, DueAt = now.AddHours(1), Attempts = 2,
                LeaseOwner = "node-1", LeaseUntil = now.AddMinutes(1), DeliveredAt = now, LastError = "refused",
            });
        return client;
    }

    private static PreparedFile Photo { get; } = new(AttachmentKind.Photo, "image/jpeg", "Schaden 家.jpg", new byte[] { 1, 2, 3 }, new string('d', 64), new string('e', 64), new PictureHash(0xFEDC_BA98_7654_3210, new string('7', PictureHash.FineDigits)));

    private static WithdrawalDeclaration WithdrawalOf(Client client, DateTimeOffset now)
    {
        var declared = Done(WithdrawalDeclaration.Declare(client.Id, new WithdrawalStatement("Kim Customer", "O-77", "kim@customer.example", "The blue one"), ANumber(), Guid.CreateVersion7(now), "de", now));
        declared.TryAcknowledging(now.AddMinutes(1));
        declared.LeaveToPeople("It is about a part of the order.");
        Done(declared.Close(SupervisorSue, ANumber(), "Asked on the telephone.", now.AddHours(2)));
        return declared;
    }

    /// <summary>Still due, and the acknowledgement has left.</summary>
    private static WithdrawalDeclaration Acknowledged(Client client, DateTimeOffset now)
    {
        var declared = Done(WithdrawalDeclaration.Declare(client.Id, new WithdrawalStatement("Kim Customer", "O-78", "kim@customer.example", null), ANumber(), Guid.CreateVersion7(now.AddSeconds(1)), "en", now));
        declared.Acknowledged(now.AddSeconds(3));
        return declared;
    }

    private static Guid ShopKey(Client client) => client.Id.Value;

    private static OrderSourceRow ShopOf(Client client, DateTimeOffset now) => new()
    {
        Id = ShopKey(client), ClientId = client.Id, Kind = "shopify", Address = "https://größe.example", Account = "desk", SealedSecret = "sealed", Gateway = "sandbox", Since = now.AddDays(-90), CreatedAt = now,
        CreatedByName = "Sue Supervisor", TellsRefunds = false, IsPaused = true, Cursor = "c-1", LeaseOwner = "node-1", LeaseUntil = now.AddMinutes(5), NextLookAt = now.AddMinutes(1), LastLookAt = now,
        LastEndAt = now, Faults = 2, FaultCode = "source.unreachable", FaultText = "Nobody is there.", OrdersTaken = 7, Version = 3,
    };

    private static SourceOrderRow ShopOrderOf(Client client, Order order, DateTimeOffset now) => new()
    {
        SourceId = ShopKey(client), ShopKey = "gid://shop/Order/1", ClientId = client.Id, OrderNumber = order.OrderNumber, OrderId = order.Id, LineKeysJson = "[\"1\",\"\"]", SeenAt = now, HeldCode = "order.differs", HeldText = "Another payment.",
    };

    private static SourceRefundRow ToldRefund(Client client, RefundCase refund, DateTimeOffset now) => new()
    {
        SourceId = ShopKey(client), CaseId = refund.Id, ClientId = client.Id, CreatedAt = now, DueAt = now.AddHours(1), Attempts = 2, LeaseOwner = "node-1", LeaseUntil = now.AddMinutes(5), ToldAt = now, Reference = "re-1",
        FaultCode = "source.answer", FaultText = "No JSON.",
    };

    private static MailMessageRow MailOf(Client client, string key, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), ClientId = client.Id, Mailbox = $"returns@{key}.example/INBOX", Validity = 1_700_000_000, Uid = 42, RawBytes = 5, ReceivedAt = now, StoredAt = now.AddSeconds(1),
        ContentHash = new string('b', 64), FromAddress = "kim@customer.example", FromName = "Kim Customer", Subject = "Return 家", Words = "It is broken.", Language = "en", Files = 2, State = MailState.ToLookAt,
        Why = "It names no order of the retailer.", OrderNumber = "O-77", CaseNumber = ANumber(), Concern = CustomerConcern.WantsRefund, ConcernPermille = 930, Reason = RefundReason.Defective, ReasonPermille = 870,
        DueAt = now, Attempts = 1, LeaseOwner = "node-1", LeaseUntil = now.AddMinutes(5), AnswerDueAt = now.AddMinutes(10), AnsweredAt = now.AddMinutes(11), ClosedById = SupervisorSue.Id, ClosedByName = "Sue Supervisor",
        ClosedAt = now.AddHours(1), ClosedWhy = "Asked on the telephone.", Version = 3,
    };

    private static ApiKey KeyOf(Client client, DateTimeOffset now)
    {
        var issued = Done(ApiKey.Issue(client.Id, "Web shop", ApiScopes.Orders | ApiScopes.Refunds, now.AddDays(90), SupervisorSue, now)).Key;
        Done(issued.Revoke(now.AddDays(1)));
        return issued;
    }

    /// <summary>All the way out, up to the last word.</summary>
    private static void Leave(Client client, DateTimeOffset now)
    {
        Done(client.GiveNotice(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-5), DateOnly.FromDateTime(now.UtcDateTime)));
        Done(client.Leave(0, 0, now));
        client.HandOver(new string('a', 64), now);
        Done(client.AskErasure(SupervisorSue, now));
        Done(client.ConfirmErasure(SupervisorTom, "3 orders", now));
    }

    /// <summary>An approval of two, as deputy of somebody.</summary>
    private static void ApproveAs(RefundScene scene, Actor by, string lender)
    {
        var authority = RefundScene.WithoutLimit with { SecondApprovalFrom = Money.Of(1, scene.Refund.Currency), For = new Lender(UserId.New(scene.At), lender) };
        Done(scene.Refund.Approve(by, authority, scene.Order, TenderRule.GiftCardLast, scene.Tick()));
    }
}
