using FsCheck;
using FsCheck.Xunit;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using static RefundDesk.Tests.Kit.Given;
using Outcome = RefundDesk.Domain.Common.Outcome;

namespace RefundDesk.Tests.Domain.Policies;

/// <summary>
/// Any sequence of steps by any people at any times: at every instant exactly one version is in force, what was ever active keeps its
/// content and, once begun, its date, and nobody reviewed what they wrote.
/// </summary>
public sealed class AnyLifeOfPolicies
{
    private static readonly Actor[] People = [SupervisorSue, SupervisorTom, AgentAnn, Actor.System("Command line")];

    [Property(MaxTest = 500, StartSize = 20, EndSize = 200)]
    public void One_version_is_in_force_at_every_instant_and_what_was_active_stays(DoNotSize<ushort>[] steps) => Walk(new Shelf(), steps.Select(step => (int)step.Item));

    [Fact]
    public void The_lives_tried_lead_everywhere()
    {
        var random = new Random(20260311);
        var shelves = Enumerable.Range(0, 200).Select(_ => new Shelf()).ToArray();

        Assert.All(shelves, shelf => Walk(shelf, Enumerable.Range(0, 150).Select(_ => random.Next(ushort.MaxValue))));

        Assert.Equal(Enum.GetValues<PolicyState>(), shelves.SelectMany(shelf => shelf.Versions).Select(version => version.State).Distinct().Order());
        Assert.True(shelves.Count(shelf => shelf.Versions.Count(version => version.HasBegun(shelf.At)) > 2) > 50, "Hardly a policy was followed by others.");
    }

    private static void Walk(Shelf shelf, IEnumerable<int> steps)
    {
        foreach (var step in steps)
        {
            shelf.Take(step);
            shelf.Check();
        }
    }

    private sealed class Shelf
    {
        private readonly Dictionary<int, string> _active = [];
        private readonly Dictionary<int, DateTimeOffset> _begun = [];
        private readonly Dictionary<int, HashSet<UserId>> _wrote = [];

        public List<PolicyVersion> Versions { get; } = [PolicyVersion.First(ClientId.New(Now), APolicy() with { ActiveFrom = Now.AddDays(-1) }, Actor.System("Setup"))];

        public DateTimeOffset At { get; private set; } = Now;

        public void Take(int step)
        {
            var by = People[step % 4];
            var version = Versions[^(1 + Math.Min(step / 4 % 3, Versions.Count - 1))];
            var days = step / 128 % 40;
            At = At.AddHours(days % 7);
            switch (step / 12 % 10)
            {
                case 0:
                    Add(PolicyVersion.Draft(version.ClientId, Versions.Count + 1, Text(days), "A change", by, At), by);
                    break;
                case 1:
                    Note(version, version.Edit(Text(days), "Another change", by, At), by);
                    break;
                case 2 or 3 or 4:
                    version.Review(by, At);
                    break;
                case 5 when days % 3 == 0:
                    version.SendBack("Not yet");
                    break;
                case 6 or 7 or 8:
                    version.Activate(days % 3 == 0 ? null : At.AddHours(days - 2), Versions, by, At);
                    break;
                case 9 when days % 3 == 0:
                    version.Withdraw("Not needed", At);
                    break;
                case 9 when days % 3 == 1:
                    Add(version.RollBack(Versions.Count + 1, "It was better", by, At), by);
                    break;
            }
        }

        public void Check()
        {
            var active = Versions.Where(version => version.State == PolicyState.Active).ToArray();
            Assert.Distinct(active.Select(version => version.ActiveFrom!.Value));
            foreach (var instant in active.Select(version => version.ActiveFrom!.Value).Append(At))
            {
                Assert.NotNull(PolicyVersion.InForce(Versions, instant));
            }

            foreach (var version in active)
            {
                Assert.Equal(_active.GetValueOrDefault(version.Version, version.Content), version.Content);
                _active[version.Version] = version.Content;
                Assert.True(version.IsIntact && version.Faults.Count == 0);
            }

            foreach (var version in active.Where(version => version.HasBegun(At)))
            {
                Assert.Equal(_begun.GetValueOrDefault(version.Version, version.ActiveFrom!.Value), version.ActiveFrom);
                _begun[version.Version] = version.ActiveFrom!.Value;
            }

            Assert.All(_begun.Keys, number => Assert.Equal(PolicyState.Active, Versions[number - 1].State));
            Assert.All(Versions.Where(version => version.ReviewerId is not null), version => Assert.DoesNotContain(version.ReviewerId!.Value, _wrote[version.Version]));
        }

        private void Add(RefundDesk.Domain.Common.Outcome<PolicyVersion> drafted, Actor by)
        {
            if (drafted.Succeeded)
            {
                Versions.Add(drafted.Value);
                Note(drafted.Value, Outcome.Ok, by);
            }
        }

        private void Note(PolicyVersion version, Outcome outcome, Actor by)
        {
            if (outcome.Succeeded && version.EditedAt == At && by.Id is { } person && version.IsAuthor(person))
            {
                (_wrote.TryGetValue(version.Version, out var wrote) ? wrote : _wrote[version.Version] = []).Add(person);
            }

            _wrote.TryAdd(version.Version, []);
        }

        /// <summary>Some of them have a fault: days that are none.</summary>
        private static string Text(int days) => PolicyJson.Write(APolicy() with { Windows = [new ReturnWindow(null, days == 7 ? -1 : 14 + days, WindowAnchor.Delivery)] });
    }
}
