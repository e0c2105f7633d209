// Each type here does what a rule forbids, in rooms named like the product's, so that the rule can be seen to catch it.
#pragma warning disable CA1852, CA1812, CA1823, IDE0051, IDE0052, SA1402

using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Tests.Architecture.Planted.Features.One
{
    internal sealed class OneUseCase
    {
        public static string Answer => "one";
    }

    internal sealed class KnowsAnotherFeature
    {
        public static string Answer => Two.TwoUseCase.Answer;
    }

    internal sealed class KnowsAGateway(Infrastructure.Gateways.PlantedGateway gateway)
    {
        public Infrastructure.Gateways.PlantedGateway Gateway => gateway;
    }

    internal sealed class KnowsTheLayout(Components.Layout.PlantedLayout layout)
    {
        public object Layout => layout;
    }

    internal sealed class KnowsADoor
    {
        public static async Task<string> AnswerAsync()
        {
            await Task.Yield();
            return CommandLine.PlantedDoor.Answer;
        }
    }

    internal sealed class ReadsPastTheFilter(DeskDatabase database)
    {
        public async Task<int> CountAsync(CancellationToken cancellationToken)
        {
            await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
#pragma warning disable RS0030 // Planted.
            return await db.Orders.IgnoreQueryFilters().CountAsync(cancellationToken);
#pragma warning restore RS0030
        }
    }
}

namespace RefundDesk.Tests.Architecture.Planted.Features.Two
{
    internal sealed class TwoUseCase
    {
        public static string Answer => "two";
    }

    internal sealed class PlantedPage : ComponentBase
    {
        [Inject]
        public DbContext? Database { get; set; }
    }
}

namespace RefundDesk.Tests.Architecture.Planted.Components.Layout
{
    internal sealed class PlantedLayout;
}

namespace RefundDesk.Tests.Architecture.Planted.CommandLine
{
    internal sealed class PlantedDoor
    {
        public static string Answer => typeof(Infrastructure.Gateways.PlantedGateway).Name;
    }
}

namespace RefundDesk.Tests.Architecture.Planted.Infrastructure.Gateways
{
    internal sealed class PlantedGateway;
}

namespace RefundDesk.Tests.Architecture.Planted.Infrastructure.Mail
{
    internal sealed class KnowsASibling
    {
        public Gateways.PlantedGateway? Gateway { get; set; }
    }

    internal sealed class KnowsAFeature
    {
        public static string Answer => Features.One.OneUseCase.Answer;
    }
}

namespace RefundDesk.Tests.Architecture.Planted.Automation
{
    internal sealed class KnowsAFeature
    {
        public static Func<string> Answer => () => Features.One.OneUseCase.Answer;
    }
}
