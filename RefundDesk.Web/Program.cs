using RefundDesk.Web.CommandLine;

return await DeskCommand.Build(args).Parse(args).InvokeAsync();
