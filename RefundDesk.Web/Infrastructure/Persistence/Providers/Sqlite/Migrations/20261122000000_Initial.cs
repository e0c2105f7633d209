using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RefundDesk.Web.Infrastructure.Persistence.Providers.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Audit",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ActorKind = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    ActorId = table.Column<Guid>(type: "TEXT", nullable: true),
                    ActorName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    SubjectId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SubjectName = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Field = table.Column<string>(type: "TEXT", unicode: false, maxLength: 40, nullable: false),
                    Before = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    After = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Audit", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "BreakerTrips",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PolicyVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Rule = table.Column<string>(type: "TEXT", unicode: false, maxLength: 40, nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    CountLimit = table.Column<int>(type: "INTEGER", nullable: true),
                    AmountLimitMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ResolvedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ResolvedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ResolvedByName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BreakerTrips", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CaseEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CaseId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Trigger = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: true),
                    FromStatus = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    ToStatus = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    ActorKind = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    ActorId = table.Column<Guid>(type: "TEXT", nullable: true),
                    ActorName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Why = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CaseEvents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Clients",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Currency = table.Column<string>(type: "TEXT", unicode: false, maxLength: 3, nullable: false),
                    TimeZoneId = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Gateway = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    SenderAddress = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    BusinessHours = table.Column<string>(type: "TEXT", unicode: false, maxLength: 300, nullable: true),
                    ClosedDays = table.Column<string>(type: "TEXT", unicode: false, maxLength: 1200, nullable: true),
                    OffersWithdrawal = table.Column<bool>(type: "INTEGER", nullable: false),
                    BrandColour = table.Column<string>(type: "TEXT", unicode: false, maxLength: 7, nullable: true),
                    SupportContact = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    ContractEndsOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ErasableFrom = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    LeftAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    HandedOverAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    HandedOverHash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: true),
                    ErasureAskedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ErasureAskedByName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    ErasureConfirmedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ErasureConfirmedByName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    ErasureCounts = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Clients", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Customers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Person = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Standing = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Erasure = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: true),
                    ErasureAskedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ErasureAskedBy = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    ErasureHeldWhy = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    ErasureDueAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ErasureKey = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: true),
                    ErasedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LeaseOwner = table.Column<string>(type: "TEXT", unicode: false, maxLength: 80, nullable: true),
                    LeaseUntil = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Customers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Decisions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CaseId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    PolicyVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    CurrentVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Rule = table.Column<string>(type: "TEXT", unicode: false, maxLength: 40, nullable: true),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    Json = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Decisions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Delegations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    FromId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ToId = table.Column<Guid>(type: "TEXT", nullable: false),
                    StartsAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    EndsAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Delegations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Orders",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OrderNumber = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    CustomerReference = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    CustomerName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    CustomerEmail = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    Postcode = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    Country = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    CustomerGroup = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    TimeZoneId = table.Column<string>(type: "TEXT", unicode: false, maxLength: 60, nullable: true),
                    Currency = table.Column<string>(type: "TEXT", unicode: false, maxLength: 3, nullable: false),
                    PlacedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    DispatchedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    DeliveredAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Settled = table.Column<string>(type: "TEXT", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Orders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Outbox",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CaseId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Channel = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    Json = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    DueAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    LeaseOwner = table.Column<string>(type: "TEXT", unicode: false, maxLength: 80, nullable: true),
                    LeaseUntil = table.Column<DateTime>(type: "TEXT", nullable: true),
                    DeliveredAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LastError = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Outbox", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Policies",
                columns: table => new
                {
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    ActiveFrom = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    ContentHash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    AuthorIds = table.Column<string>(type: "TEXT", unicode: false, nullable: false),
                    AuthorNames = table.Column<string>(type: "TEXT", nullable: false),
                    Comment = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    EditedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ReviewerId = table.Column<Guid>(type: "TEXT", nullable: true),
                    ReviewerName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    ReviewedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ActivatedBy = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    ActivatedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Policies", x => new { x.ClientId, x.Version });
                });

            migrationBuilder.CreateTable(
                name: "Postings",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    JournalId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    CaseId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PayoutId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Account = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Currency = table.Column<string>(type: "TEXT", unicode: false, maxLength: 3, nullable: false),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Postings", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Users",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    DisplayName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Role = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: true),
                    IsDisabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    PrivateAddresses = table.Column<string>(type: "TEXT", maxLength: 1300, nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    UserName = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    NormalizedUserName = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    Email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    NormalizedEmail = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    EmailConfirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    PasswordHash = table.Column<string>(type: "TEXT", nullable: true),
                    SecurityStamp = table.Column<string>(type: "TEXT", nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "TEXT", nullable: true),
                    PhoneNumber = table.Column<string>(type: "TEXT", nullable: true),
                    PhoneNumberConfirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    TwoFactorEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    LockoutEnd = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LockoutEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    AccessFailedCount = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Users", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ApiKeys",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Lookup = table.Column<string>(type: "TEXT", unicode: false, maxLength: 12, nullable: false),
                    Hash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    Scopes = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    CreatedByName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    RevokedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LastUsedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApiKeys", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ApiKeys_Clients_ClientId",
                        column: x => x.ClientId,
                        principalTable: "Clients",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Imports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    UploadId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Kind = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    IsDryRun = table.Column<bool>(type: "INTEGER", nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    FileHash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    FileBytes = table.Column<long>(type: "INTEGER", nullable: false),
                    MapJson = table.Column<string>(type: "TEXT", nullable: true),
                    HeaderHash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: true),
                    ById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ByName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    LeaseOwner = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    LeaseUntil = table.Column<DateTime>(type: "TEXT", nullable: true),
                    StopAskedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    IsChecking = table.Column<bool>(type: "INTEGER", nullable: false),
                    LinesRead = table.Column<long>(type: "INTEGER", nullable: false),
                    Percent = table.Column<int>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LinesStored = table.Column<long>(type: "INTEGER", nullable: false),
                    LinesUnchanged = table.Column<long>(type: "INTEGER", nullable: false),
                    LinesForOtherVerb = table.Column<long>(type: "INTEGER", nullable: false),
                    LinesRejected = table.Column<long>(type: "INTEGER", nullable: false),
                    Stored = table.Column<long>(type: "INTEGER", nullable: false),
                    EndCode = table.Column<string>(type: "TEXT", unicode: false, maxLength: 60, nullable: true),
                    EndText = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Imports", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Imports_Clients_ClientId",
                        column: x => x.ClientId,
                        principalTable: "Clients",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "MailMessages",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Mailbox = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Validity = table.Column<long>(type: "INTEGER", nullable: false),
                    Uid = table.Column<long>(type: "INTEGER", nullable: false),
                    RawBytes = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    StoredAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ContentHash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: true),
                    FromAddress = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    FromName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Words = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    Language = table.Column<string>(type: "TEXT", unicode: false, maxLength: 2, nullable: true),
                    Files = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    Why = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    OrderNumber = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    CaseNumber = table.Column<string>(type: "TEXT", unicode: false, maxLength: 8, nullable: true),
                    Concern = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: true),
                    ConcernPermille = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: true),
                    ReasonPermille = table.Column<int>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    LeaseOwner = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    LeaseUntil = table.Column<DateTime>(type: "TEXT", nullable: true),
                    AnswerDueAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ClosedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ClosedByName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ClosedWhy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailMessages", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MailMessages_Clients_ClientId",
                        column: x => x.ClientId,
                        principalTable: "Clients",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "OrderSources",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Account = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    SealedSecret = table.Column<string>(type: "TEXT", unicode: false, maxLength: 8000, nullable: false),
                    Gateway = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Since = table.Column<DateTime>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    CreatedByName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    TellsRefunds = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsPaused = table.Column<bool>(type: "INTEGER", nullable: false),
                    Cursor = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    LeaseOwner = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    LeaseUntil = table.Column<DateTime>(type: "TEXT", nullable: true),
                    NextLookAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LastLookAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LastEndAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Faults = table.Column<int>(type: "INTEGER", nullable: false),
                    FaultCode = table.Column<string>(type: "TEXT", unicode: false, maxLength: 60, nullable: true),
                    FaultText = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    OrdersTaken = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OrderSources", x => x.Id);
                    table.ForeignKey(
                        name: "FK_OrderSources_Clients_ClientId",
                        column: x => x.ClientId,
                        principalTable: "Clients",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "PortalCodes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OrderNumber = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    ProofHash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    Language = table.Column<string>(type: "TEXT", unicode: false, maxLength: 2, nullable: false),
                    AskedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    DueAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    CodeHash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: true),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    UsedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PortalCodes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PortalCodes_Clients_ClientId",
                        column: x => x.ClientId,
                        principalTable: "Clients",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "WaitingRequests",
                columns: table => new
                {
                    Number = table.Column<string>(type: "TEXT", unicode: false, maxLength: 8, nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OrderNumber = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    RequestKey = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    ActorName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Json = table.Column<string>(type: "TEXT", nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    WaitsUntil = table.Column<DateTime>(type: "TEXT", nullable: true),
                    EndCode = table.Column<string>(type: "TEXT", unicode: false, maxLength: 60, nullable: true),
                    EndText = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WaitingRequests", x => x.Number);
                    table.ForeignKey(
                        name: "FK_WaitingRequests_Clients_ClientId",
                        column: x => x.ClientId,
                        principalTable: "Clients",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Withdrawals",
                columns: table => new
                {
                    Number = table.Column<string>(type: "TEXT", unicode: false, maxLength: 8, nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    FormKey = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Contract = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    Parts = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Language = table.Column<string>(type: "TEXT", unicode: false, maxLength: 2, nullable: false),
                    DeclaredAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    DueAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Why = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    CaseNumber = table.Column<string>(type: "TEXT", unicode: false, maxLength: 8, nullable: true),
                    AcknowledgeAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    AcknowledgedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ClosedByName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    ClosedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ClosedWhy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Withdrawals", x => x.Number);
                    table.ForeignKey(
                        name: "FK_Withdrawals_Clients_ClientId",
                        column: x => x.ClientId,
                        principalTable: "Clients",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "OrderLines",
                columns: table => new
                {
                    LineNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    OrderId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Sku = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Description = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Category = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Quantity = table.Column<int>(type: "INTEGER", nullable: false),
                    ListMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    DiscountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    ChargedMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    TaxMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    IsFinalSale = table.Column<bool>(type: "INTEGER", nullable: false),
                    Terms = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    ReservedQuantity = table.Column<int>(type: "INTEGER", nullable: false),
                    ReservedMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    ReservedTaxMinor = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OrderLines", x => new { x.OrderId, x.LineNumber });
                    table.CheckConstraint("CK_OrderLines_Charged", "\"ReservedMinor\" >= 0 AND \"ReservedMinor\" <= \"ChargedMinor\"");
                    table.CheckConstraint("CK_OrderLines_Quantity", "\"ReservedQuantity\" >= 0 AND \"ReservedQuantity\" <= \"Quantity\"");
                    table.CheckConstraint("CK_OrderLines_Tax", "\"ReservedTaxMinor\" >= 0 AND \"ReservedTaxMinor\" <= \"TaxMinor\"");
                    table.ForeignKey(
                        name: "FK_OrderLines_Orders_OrderId",
                        column: x => x.OrderId,
                        principalTable: "Orders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RefundCases",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AnswerBy = table.Column<DateTime>(type: "TEXT", nullable: false),
                    PausedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LawfulBy = table.Column<DateTime>(type: "TEXT", nullable: true),
                    WithheldAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    WithheldDays = table.Column<int>(type: "INTEGER", nullable: false),
                    HasMail = table.Column<bool>(type: "INTEGER", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", unicode: false, maxLength: 8, nullable: false),
                    OrderId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OrderNumber = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false, collation: "NOCASE"),
                    CustomerReference = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Language = table.Column<string>(type: "TEXT", unicode: false, maxLength: 2, nullable: false),
                    CustomerName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false, collation: "NOCASE"),
                    CustomerEmail = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    Currency = table.Column<string>(type: "TEXT", unicode: false, maxLength: 3, nullable: false),
                    Channel = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    RequestKey = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    Reason = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Category = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    CustomerNote = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    Status = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Queue = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: true),
                    WhyHere = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RiskScore = table.Column<int>(type: "INTEGER", nullable: true),
                    PolicyVersion = table.Column<int>(type: "INTEGER", nullable: true),
                    RequestedMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    ProposedMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    ApprovedMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    AnsweredAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Standing = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Settled = table.Column<string>(type: "TEXT", nullable: true),
                    GoodsInspectedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    DecidedByAutomation = table.Column<bool>(type: "INTEGER", nullable: false),
                    PaidAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    SecondsToPaid = table.Column<long>(type: "INTEGER", nullable: true),
                    CreatedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ReviewedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ApprovedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ApprovedForId = table.Column<Guid>(type: "TEXT", nullable: true),
                    FirstApprovedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    FirstApprovedForId = table.Column<Guid>(type: "TEXT", nullable: true),
                    FirstApprovedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ChangedByIds = table.Column<string>(type: "TEXT", unicode: false, nullable: true),
                    EvidenceByIds = table.Column<string>(type: "TEXT", unicode: false, nullable: true),
                    DueAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    LeaseOwner = table.Column<string>(type: "TEXT", unicode: false, maxLength: 80, nullable: true),
                    LeaseUntil = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RefundCases", x => x.Id);
                    table.CheckConstraint("CK_RefundCases_Queue", "(\"Status\" IN ('NeedsInformation', 'AwaitingReturn', 'InReview', 'AwaitingApproval', 'PayoutFailed') AND \"Queue\" IS NOT NULL AND \"Queue\" = \"Status\") OR (\"Status\" NOT IN ('NeedsInformation', 'AwaitingReturn', 'InReview', 'AwaitingApproval', 'PayoutFailed') AND \"Queue\" IS NULL)");
                    table.ForeignKey(
                        name: "FK_RefundCases_Orders_OrderId",
                        column: x => x.OrderId,
                        principalTable: "Orders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Tenders",
                columns: table => new
                {
                    TenderNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    OrderId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Method = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Gateway = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ChargeReference = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Label = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    CapturedMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    ReservedMinor = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Tenders", x => new { x.OrderId, x.TenderNumber });
                    table.CheckConstraint("CK_Tenders_Captured", "\"ReservedMinor\" >= 0 AND \"ReservedMinor\" <= \"CapturedMinor\"");
                    table.ForeignKey(
                        name: "FK_Tenders_Orders_OrderId",
                        column: x => x.OrderId,
                        principalTable: "Orders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UserClaims",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClaimType = table.Column<string>(type: "TEXT", nullable: true),
                    ClaimValue = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserClaims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_UserClaims_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UserLogins",
                columns: table => new
                {
                    LoginProvider = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    ProviderKey = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    ProviderDisplayName = table.Column<string>(type: "TEXT", nullable: true),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserLogins", x => new { x.LoginProvider, x.ProviderKey });
                    table.ForeignKey(
                        name: "FK_UserLogins_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UserPasskeys",
                columns: table => new
                {
                    CredentialId = table.Column<byte[]>(type: "BLOB", maxLength: 800, nullable: false),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Data = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserPasskeys", x => x.CredentialId);
                    table.ForeignKey(
                        name: "FK_UserPasskeys_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UserTokens",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    LoginProvider = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Value = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserTokens", x => new { x.UserId, x.LoginProvider, x.Name });
                    table.ForeignKey(
                        name: "FK_UserTokens_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "MailContents",
                columns: table => new
                {
                    MailId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Raw = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailContents", x => x.MailId);
                    table.ForeignKey(
                        name: "FK_MailContents_MailMessages_MailId",
                        column: x => x.MailId,
                        principalTable: "MailMessages",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SourceOrders",
                columns: table => new
                {
                    SourceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ShopKey = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OrderNumber = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    OrderId = table.Column<Guid>(type: "TEXT", nullable: true),
                    LineKeysJson = table.Column<string>(type: "TEXT", nullable: false),
                    SeenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    HeldCode = table.Column<string>(type: "TEXT", unicode: false, maxLength: 60, nullable: true),
                    HeldText = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SourceOrders", x => new { x.SourceId, x.ShopKey });
                    table.ForeignKey(
                        name: "FK_SourceOrders_OrderSources_SourceId",
                        column: x => x.SourceId,
                        principalTable: "OrderSources",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Attachments",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CaseId = table.Column<Guid>(type: "TEXT", nullable: true),
                    DraftOf = table.Column<Guid>(type: "TEXT", nullable: true),
                    Kind = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    MediaType = table.Column<string>(type: "TEXT", unicode: false, maxLength: 60, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Length = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceivedHash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    Hash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    Look = table.Column<string>(type: "TEXT", unicode: false, maxLength: 80, nullable: true),
                    LookPart1 = table.Column<int>(type: "INTEGER", nullable: true),
                    LookPart2 = table.Column<int>(type: "INTEGER", nullable: true),
                    LookPart3 = table.Column<int>(type: "INTEGER", nullable: true),
                    LookPart4 = table.Column<int>(type: "INTEGER", nullable: true),
                    Channel = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    AddedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    AddedByName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    AddedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Attachments", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Attachments_RefundCases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "RefundCases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Payouts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    TenderNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    TenderLabel = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    TenderMethod = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Gateway = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ChargeReference = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    Currency = table.Column<string>(type: "TEXT", unicode: false, maxLength: 3, nullable: false),
                    AmountMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    Status = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    GatewayRefundId = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    FailureCode = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    FailureMessage = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    ReplacesId = table.Column<Guid>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    FirstSentAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    FinalAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    CaseId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Payouts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Payouts_RefundCases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "RefundCases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RefundLines",
                columns: table => new
                {
                    LineNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    CaseId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Sku = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Description = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Category = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    IsFinalSale = table.Column<bool>(type: "INTEGER", nullable: false),
                    Quantity = table.Column<int>(type: "INTEGER", nullable: false),
                    AskedQuantity = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    AnnouncedCondition = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Condition = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    FoundInstead = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: true),
                    ChargedMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    TaxMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    FeeMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    FeeTaxMinor = table.Column<long>(type: "INTEGER", nullable: true),
                    PayableMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    LegalClaim = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    DueByLawMinor = table.Column<long>(type: "INTEGER", nullable: false),
                    IsIncluded = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RefundLines", x => new { x.CaseId, x.LineNumber });
                    table.ForeignKey(
                        name: "FK_RefundLines_RefundCases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "RefundCases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SourceRefunds",
                columns: table => new
                {
                    SourceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CaseId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    DueAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    LeaseOwner = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    LeaseUntil = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ToldAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Reference = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    FaultCode = table.Column<string>(type: "TEXT", unicode: false, maxLength: 60, nullable: true),
                    FaultText = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SourceRefunds", x => new { x.SourceId, x.CaseId });
                    table.ForeignKey(
                        name: "FK_SourceRefunds_RefundCases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "RefundCases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AttachmentContents",
                columns: table => new
                {
                    AttachmentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClientId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Bytes = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AttachmentContents", x => x.AttachmentId);
                    table.ForeignKey(
                        name: "FK_AttachmentContents_Attachments_AttachmentId",
                        column: x => x.AttachmentId,
                        principalTable: "Attachments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ApiKeys_ClientId_CreatedAt",
                table: "ApiKeys",
                columns: new[] { "ClientId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ApiKeys_Lookup",
                table: "ApiKeys",
                column: "Lookup",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Attachments_CaseId_Id",
                table: "Attachments",
                columns: new[] { "CaseId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Attachments_ClientId_LookPart1",
                table: "Attachments",
                columns: new[] { "ClientId", "LookPart1" });

            migrationBuilder.CreateIndex(
                name: "IX_Attachments_ClientId_LookPart2",
                table: "Attachments",
                columns: new[] { "ClientId", "LookPart2" });

            migrationBuilder.CreateIndex(
                name: "IX_Attachments_ClientId_LookPart3",
                table: "Attachments",
                columns: new[] { "ClientId", "LookPart3" });

            migrationBuilder.CreateIndex(
                name: "IX_Attachments_ClientId_LookPart4",
                table: "Attachments",
                columns: new[] { "ClientId", "LookPart4" });

            migrationBuilder.CreateIndex(
                name: "IX_Attachments_ClientId_ReceivedHash",
                table: "Attachments",
                columns: new[] { "ClientId", "ReceivedHash" });

            migrationBuilder.CreateIndex(
                name: "IX_Attachments_DraftOf",
                table: "Attachments",
                column: "DraftOf");

            migrationBuilder.CreateIndex(
                name: "IX_BreakerTrips_Open",
                table: "BreakerTrips",
                columns: new[] { "ClientId", "PolicyVersion", "Rule" },
                unique: true,
                filter: "\"ResolvedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_BreakerTrips_Resolved",
                table: "BreakerTrips",
                columns: new[] { "ClientId", "PolicyVersion", "Rule", "ResolvedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_CaseEvents_CaseId_Id",
                table: "CaseEvents",
                columns: new[] { "CaseId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Clients_Key",
                table: "Clients",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Customers_ClientId_Person",
                table: "Customers",
                columns: new[] { "ClientId", "Person" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_ClientId_Reference",
                table: "Customers",
                columns: new[] { "ClientId", "Reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Customers_ErasureDueAt",
                table: "Customers",
                column: "ErasureDueAt");

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_CaseId_Id",
                table: "Decisions",
                columns: new[] { "CaseId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_ClientId_At_Id",
                table: "Decisions",
                columns: new[] { "ClientId", "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_Pace",
                table: "Decisions",
                columns: new[] { "ClientId", "CurrentVersion", "Rule", "At", "AmountMinor" },
                filter: "\"Rule\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Delegations_FromId_EndsAt",
                table: "Delegations",
                columns: new[] { "FromId", "EndsAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Delegations_ToId_EndsAt",
                table: "Delegations",
                columns: new[] { "ToId", "EndsAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Imports_ClientId_HeaderHash_StartedAt",
                table: "Imports",
                columns: new[] { "ClientId", "HeaderHash", "StartedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Imports_StartedAt",
                table: "Imports",
                column: "StartedAt");

            migrationBuilder.CreateIndex(
                name: "IX_MailMessages_AnswerDueAt",
                table: "MailMessages",
                column: "AnswerDueAt");

            migrationBuilder.CreateIndex(
                name: "IX_MailMessages_ClientId_CaseNumber",
                table: "MailMessages",
                columns: new[] { "ClientId", "CaseNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_MailMessages_ClientId_ContentHash",
                table: "MailMessages",
                columns: new[] { "ClientId", "ContentHash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MailMessages_ClientId_FromAddress_StoredAt",
                table: "MailMessages",
                columns: new[] { "ClientId", "FromAddress", "StoredAt" });

            migrationBuilder.CreateIndex(
                name: "IX_MailMessages_ClientId_Mailbox_Validity_Uid",
                table: "MailMessages",
                columns: new[] { "ClientId", "Mailbox", "Validity", "Uid" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MailMessages_DueAt",
                table: "MailMessages",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_MailMessages_State_StoredAt",
                table: "MailMessages",
                columns: new[] { "State", "StoredAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_ClientId_CustomerEmail_PlacedAt",
                table: "Orders",
                columns: new[] { "ClientId", "CustomerEmail", "PlacedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_ClientId_CustomerReference_PlacedAt",
                table: "Orders",
                columns: new[] { "ClientId", "CustomerReference", "PlacedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_ClientId_OrderNumber",
                table: "Orders",
                columns: new[] { "ClientId", "OrderNumber" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_OrderSources_ClientId_Address",
                table: "OrderSources",
                columns: new[] { "ClientId", "Address" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_OrderSources_NextLookAt",
                table: "OrderSources",
                column: "NextLookAt");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_CaseId",
                table: "Outbox",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_DueAt",
                table: "Outbox",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_Payouts_CaseId",
                table: "Payouts",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_Payouts_Gateway_GatewayRefundId",
                table: "Payouts",
                columns: new[] { "Gateway", "GatewayRefundId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "UX_Policies_OneBeginning",
                table: "Policies",
                columns: new[] { "ClientId", "ActiveFrom" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PortalCodes_ClientId",
                table: "PortalCodes",
                column: "ClientId");

            migrationBuilder.CreateIndex(
                name: "IX_PortalCodes_DueAt",
                table: "PortalCodes",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_PortalCodes_ExpiresAt",
                table: "PortalCodes",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_Postings_CaseId",
                table: "Postings",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_Postings_ClientId_Currency_Account_At",
                table: "Postings",
                columns: new[] { "ClientId", "Currency", "Account", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_ClientId_CustomerReference_ReceivedAt",
                table: "RefundCases",
                columns: new[] { "ClientId", "CustomerReference", "ReceivedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_ClientId_ReceivedAt_Id",
                table: "RefundCases",
                columns: new[] { "ClientId", "ReceivedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_ClientId_RequestKey",
                table: "RefundCases",
                columns: new[] { "ClientId", "RequestKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_CustomerName",
                table: "RefundCases",
                column: "CustomerName");

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_Decided",
                table: "RefundCases",
                columns: new[] { "ClientId", "DecidedAt", "DecidedByAutomation", "Status", "Currency", "Reason", "Category", "AnswerBy", "RequestedMinor" });

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_DueAt",
                table: "RefundCases",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_Number",
                table: "RefundCases",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_OrderId",
                table: "RefundCases",
                column: "OrderId");

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_OrderNumber",
                table: "RefundCases",
                column: "OrderNumber");

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_Paid",
                table: "RefundCases",
                columns: new[] { "ClientId", "PaidAt", "Currency", "Category", "ApprovedMinor", "SecondsToPaid" });

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_Queue_Amount",
                table: "RefundCases",
                columns: new[] { "Queue", "ProposedMinor", "Id", "ClientId", "Reason", "RiskScore" },
                filter: "\"Queue\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_Queue_AnswerBy",
                table: "RefundCases",
                columns: new[] { "Queue", "AnswerBy", "Id", "ClientId", "Reason", "RiskScore", "ProposedMinor" },
                filter: "\"Queue\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_Queue_DueAt",
                table: "RefundCases",
                columns: new[] { "Queue", "DueAt", "Id", "ClientId", "Reason", "RiskScore", "ProposedMinor" },
                filter: "\"Queue\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_Queue_LawfulBy",
                table: "RefundCases",
                columns: new[] { "LawfulBy", "Queue", "ClientId" },
                filter: "\"Queue\" IS NOT NULL AND \"LawfulBy\" IS NOT NULL AND \"WithheldAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_Queue_ReceivedAt",
                table: "RefundCases",
                columns: new[] { "Queue", "ReceivedAt", "Id", "ClientId", "Reason", "RiskScore", "ProposedMinor" },
                filter: "\"Queue\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_Queue_Risk",
                table: "RefundCases",
                columns: new[] { "Queue", "RiskScore", "Id", "ClientId", "Reason", "ProposedMinor" },
                filter: "\"Queue\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_ReceivedAt_Id",
                table: "RefundCases",
                columns: new[] { "ReceivedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_RefundCases_Status_ReceivedAt_Id",
                table: "RefundCases",
                columns: new[] { "Status", "ReceivedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_SourceOrders_ClientId",
                table: "SourceOrders",
                column: "ClientId");

            migrationBuilder.CreateIndex(
                name: "IX_SourceOrders_OrderId",
                table: "SourceOrders",
                column: "OrderId");

            migrationBuilder.CreateIndex(
                name: "IX_SourceOrders_SourceId_HeldCode",
                table: "SourceOrders",
                columns: new[] { "SourceId", "HeldCode" });

            migrationBuilder.CreateIndex(
                name: "IX_SourceRefunds_CaseId",
                table: "SourceRefunds",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_SourceRefunds_ClientId",
                table: "SourceRefunds",
                column: "ClientId");

            migrationBuilder.CreateIndex(
                name: "IX_SourceRefunds_DueAt",
                table: "SourceRefunds",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_UserClaims_UserId",
                table: "UserClaims",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_UserLogins_UserId",
                table: "UserLogins",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_UserPasskeys_UserId",
                table: "UserPasskeys",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "EmailIndex",
                table: "Users",
                column: "NormalizedEmail");

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                table: "Users",
                column: "NormalizedUserName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WaitingRequests_ClientId_RequestKey",
                table: "WaitingRequests",
                columns: new[] { "ClientId", "RequestKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WaitingRequests_WaitsUntil_Number",
                table: "WaitingRequests",
                columns: new[] { "WaitsUntil", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Withdrawals_AcknowledgeAt",
                table: "Withdrawals",
                column: "AcknowledgeAt");

            migrationBuilder.CreateIndex(
                name: "IX_Withdrawals_ClientId_FormKey",
                table: "Withdrawals",
                columns: new[] { "ClientId", "FormKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Withdrawals_DueAt",
                table: "Withdrawals",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_Withdrawals_State_DeclaredAt",
                table: "Withdrawals",
                columns: new[] { "State", "DeclaredAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ApiKeys");

            migrationBuilder.DropTable(
                name: "AttachmentContents");

            migrationBuilder.DropTable(
                name: "Audit");

            migrationBuilder.DropTable(
                name: "BreakerTrips");

            migrationBuilder.DropTable(
                name: "CaseEvents");

            migrationBuilder.DropTable(
                name: "Customers");

            migrationBuilder.DropTable(
                name: "Decisions");

            migrationBuilder.DropTable(
                name: "Delegations");

            migrationBuilder.DropTable(
                name: "Imports");

            migrationBuilder.DropTable(
                name: "MailContents");

            migrationBuilder.DropTable(
                name: "OrderLines");

            migrationBuilder.DropTable(
                name: "Outbox");

            migrationBuilder.DropTable(
                name: "Payouts");

            migrationBuilder.DropTable(
                name: "Policies");

            migrationBuilder.DropTable(
                name: "PortalCodes");

            migrationBuilder.DropTable(
                name: "Postings");

            migrationBuilder.DropTable(
                name: "RefundLines");

            migrationBuilder.DropTable(
                name: "SourceOrders");

            migrationBuilder.DropTable(
                name: "SourceRefunds");

            migrationBuilder.DropTable(
                name: "Tenders");

            migrationBuilder.DropTable(
                name: "UserClaims");

            migrationBuilder.DropTable(
                name: "UserLogins");

            migrationBuilder.DropTable(
                name: "UserPasskeys");

            migrationBuilder.DropTable(
                name: "UserTokens");

            migrationBuilder.DropTable(
                name: "WaitingRequests");

            migrationBuilder.DropTable(
                name: "Withdrawals");

            migrationBuilder.DropTable(
                name: "Attachments");

            migrationBuilder.DropTable(
                name: "MailMessages");

            migrationBuilder.DropTable(
                name: "OrderSources");

            migrationBuilder.DropTable(
                name: "Users");

            migrationBuilder.DropTable(
                name: "RefundCases");

            migrationBuilder.DropTable(
                name: "Clients");

            migrationBuilder.DropTable(
                name: "Orders");
        }
    }
}
