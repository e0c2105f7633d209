using RefundDesk.Web;

var builder = WebApplication.CreateBuilder(args);
builder.Configuration.AddShippedSettings();

var app = builder.Build();
app.MapGet("/", () => "RefundDesk");
app.Run();
