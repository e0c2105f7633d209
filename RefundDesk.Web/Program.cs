using RefundDesk.Web.CommandLine;

var parsed = DeskCommand.Build(args).Parse(args);
var exit = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? Verb.Usage : exit;
