using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace RefundDesk.Tests.Features.Api.Fuzzing;

/// <summary>Makes calls from the document: right ones, and ones with one thing wrong. The same seed makes the same calls.</summary>
internal sealed class CallMaker(ApiDescription description, FuzzScene scene, Random random)
{
    private static readonly string[] OddSegments = ["x", "RD-0000-0000", "RD-", "%00", "%2F..%2F", "%F0%9F%99%82", "%FF%FE", "a%20b", "'%20OR%201=1", "-1", "%0A", new('9', 300)];
    private static readonly string[] OddQueries = ["", "%00", "abc", "-1", "0", "99999999999999", "1.5", "%FF", "null", "2026-13-45", "2026-11-01", "9999-12-31T23:59:59Z", "c_", "c_abc", "Paid", "pdf", "exe", "%F0%9F%99%82", new('q', 3_000)];

    private readonly SchemaFuzz _fuzz = new(description, random);
    private int _number;
    private (FuzzedCall Call, FuzzedAnswer Answer)? _asked;

    /// <summary>The next call.</summary>
    public FuzzedCall Next()
    {
        var operation = _fuzz.Pick(description.Operations);
        var call = Right(operation);
        if (operation.Bodies.Count > 0 && operation.Json is null)
        {
            return random.Next(3) == 0 ? Files(call) : random.Next(2) == 0 ? Addressed(call) : Headed(call);
        }

        return operation.Json is { } json
            ? random.Next(12) switch
            {
                0 => call,
                1 => Addressed(call),
                2 => Headed(call),
                3 => Keyed(call),
                4 => Typed(call),
                5 => call with { Kind = "any value of the schema", Body = Bytes(_fuzz.Value(json.Schema)!), Expected = Expected.Readable },
                6 => Bodied(call, _fuzz.Rubbish(Text(call))),
                7 => operation.Id == "RequestRefund" ? Request(call) : Meaning(call, json.Schema),
                8 => Meaning(call, json.Schema),
                _ => Bodied(call, _fuzz.Break(JsonNode.Parse(Text(call))!, json.Schema)),
            }
            : random.Next(5) switch { 0 => call, 1 => Headed(call), 2 => Keyed(call), _ => Addressed(call) };
    }

    /// <summary>Learns from an answer: what is there from now on, and what can be repeated.</summary>
    public void Learn(FuzzedCall call, FuzzedAnswer answer)
    {
        if ((int)answer.Status == 202 && call.Secret == scene.Key && call.Operation.Id == "RequestRefund")
        {
            _asked = (call, answer);
            if (scene.Refunds.Count < 60)
            {
                scene.Refunds.Add(JsonNode.Parse(answer.Text)!["number"]!.ToString());
            }
        }

        if ((int)answer.Status == 201 && call.Kind == "right" && call.Secret == scene.Key && call.Operation.Id == "PutOrder")
        {
            scene.Orders.Add(JsonNode.Parse(answer.Text)!["orderNumber"]!.ToString());
        }
    }

    /// <summary>A call as the document's example says it, fitted to what is there.</summary>
    private FuzzedCall Right(DescribedOperation operation)
    {
        var query = new StringBuilder();
        var path = operation.Path;
        foreach (var parameter in operation.Parameters)
        {
            if (parameter.In == "path")
            {
                path = path.Replace($"{{{parameter.Name}}}", Segment(parameter.Name), StringComparison.Ordinal);
            }
            else if (parameter.In == "query" && parameter.Name is "from" or "to")
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(parameter.Name).Append('=').Append(parameter.Name == "from" ? "2026-11-01" : "2026-11-30");
            }
        }

        var call = new FuzzedCall(operation, "right", operation.Method, path + query, scene.Key);
        if (operation.Parameters.Any(parameter => parameter is { In: "header", IsRequired: true }))
        {
            call = call with { Headers = [.. operation.Parameters.Where(parameter => parameter.In == "header").Select(parameter => (parameter.Name, $"key-{++_number}"))] };
        }

        if (operation.Json is not { } json)
        {
            return operation.Bodies.Count == 0 ? call : call with { Body = "no picture"u8.ToArray(), ContentType = operation.Bodies.Keys.Last(), Expected = Expected.Refused };
        }

        var body = json.Example.DeepClone();
        if (body["orderNumber"] is not null)
        {
            body["orderNumber"] = operation.Id == "BatchOrders" ? $"B-{++_number}" : _fuzz.Pick(scene.Orders);
        }

        // The example's days lie ahead of the test's clock.
        foreach (var (field, days) in new[] { ("placedAt", -6), ("dispatchedAt", -5), ("askedAt", 0) })
        {
            if (body[field] is not null)
            {
                body[field] = scene.Desk.Data.Time.GetUtcNow().AddDays(days).ToString("O", CultureInfo.InvariantCulture);
            }
        }

        return call with { Body = Bytes(body), ContentType = json.ContentType, Expected = Expected.Readable };
    }

    private string Segment(string name) => name switch
    {
        "orderNumber" => $"F-{++_number}",
        "number" => _fuzz.Pick(scene.Refunds),
        "id" => "0192f0c1-2222-7000-8000-000000000001",
        _ => _fuzz.Pick(["refund-activity", "refund-activity", "nothing"]),
    };

    /// <summary>Other numbers in the address, another method, another query.</summary>
    private FuzzedCall Addressed(FuzzedCall call)
    {
        var parameters = call.Operation.Parameters;
        switch (random.Next(4))
        {
            case 0:
                var method = _fuzz.Pick(["DELETE", "PATCH", "PUT", "POST", "GET", "OPTIONS", "HEAD", "TRACE", "BREW"]);
                return method == call.Method ? call : call with { Kind = "another method", Method = method, Expected = Expected.Anything, AlsoRight = [404, 405, 400, 200, 401, 403, 415, 422, 413] };
            case 1 when parameters.Any(parameter => parameter is { In: "path", Name: "number" }):
                return call with { Kind = "another client's refund", Path = call.Path.Replace(NumberIn(call), _fuzz.Pick(scene.ForeignRefunds), StringComparison.Ordinal), Expected = Expected.Refused };
            case 2 when parameters.Any(parameter => parameter.In == "query"):
                var pairs = Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"{_fuzz.Pick([.. parameters.Where(parameter => parameter.In == "query").Select(parameter => parameter.Name), "colour"])}={_fuzz.Pick(OddQueries)}");
                return call with { Kind = "odd query", Path = $"{call.Path.Split('?')[0]}?{string.Join('&', pairs)}", Expected = Expected.Anything };
            default:
                var path = call.Operation.Path;
                foreach (var parameter in parameters.Where(parameter => parameter.In == "path"))
                {
                    path = path.Replace($"{{{parameter.Name}}}", _fuzz.Pick(OddSegments), StringComparison.Ordinal);
                }

                return parameters.Any(parameter => parameter.In == "path") ? call with { Kind = "odd address", Path = path, Expected = Expected.Anything, AlsoRight = [400, 404] } : call;
        }
    }

    private string NumberIn(FuzzedCall call) => scene.Refunds.First(number => call.Path.Contains(number, StringComparison.Ordinal));

    /// <summary>Headers nobody asked for, or that say something else.</summary>
    private FuzzedCall Headed(FuzzedCall call) => call with
    {
        Kind = "odd header",
        Expected = Expected.Anything,
        Headers = [.. call.Headers, _fuzz.Pick<(string, string)>([
            ("Accept", "image/png"), ("Accept", "nonsense"), ("Accept-Language", "xx-YY;q=9, *;q=-1"), ("Accept-Encoding", "br;q=2"), ("If-Match", "\"x\""), ("Range", "bytes=5-1"), ("X-Forwarded-For", "'; --"),
            ("X-HTTP-Method-Override", "DELETE"), ("Cookie", ".AspNetCore.Identity.Application=rubbish; =; a"), ("Origin", "https://elsewhere.example"), ("traceparent", "00-zz"), ("Content-Language", "§"),
            ("X-Long", new string('h', 8_000)), ("Idempotency-Key", new string('k', 500)), ("Idempotency-Key", " "), ("Idempotency-Key", "a,b"), ("Authorization", "Basic YTpi"), ("Accept-Charset", "utf-7"), ("Content-Encoding", "gzip"),
        ])],
        AlsoRight = [415],
    };

    /// <summary>Another key: dead, too narrow, or of another client.</summary>
    private FuzzedCall Keyed(FuzzedCall call) => random.Next(3) switch
    {
        0 => call with { Kind = "key that opens nothing", Secret = _fuzz.Pick(scene.DeadKeys), Expected = Expected.Refused },
        1 => call with { Kind = "narrow key", Secret = _fuzz.Pick(scene.NarrowKeys), Expected = Expected.Anything },
        _ => call with { Kind = "another client's key", Secret = scene.ForeignKey, Expected = call.Operation.Path.Contains("{number}", StringComparison.Ordinal) ? Expected.Refused : Expected.Anything },
    };

    /// <summary>Another type of body, or bytes that are no text.</summary>
    private FuzzedCall Typed(FuzzedCall call) => random.Next(4) switch
    {
        0 => call with { Kind = "wrong content type", ContentType = _fuzz.Pick(["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "nonsense", "image/png"]), Expected = Expected.Refused },
        1 => call with { Kind = "no content type", ContentType = null, Expected = Expected.Refused },
        2 => call with { Kind = "no body", Body = [], Expected = call.Operation.Id == "BatchOrders" ? Expected.Anything : Expected.Refused },
        _ => call with { Kind = "no UTF-8", Body = Spoilt(call.Body!), Expected = Expected.Refused },
    };

    private byte[] Spoilt(byte[] body)
    {
        var spoilt = body.ToArray();
        spoilt[Array.IndexOf(spoilt, (byte)'"', random.Next(spoilt.Length / 2)) + 1] = _fuzz.Pick<byte>([0xFF, 0xC0, 0xED, 0x80]);
        return spoilt;
    }

    /// <summary>Readable, and wrong by what it means.</summary>
    private FuzzedCall Meaning(FuzzedCall call, JsonObject schema)
    {
        var body = JsonNode.Parse(Text(call))!;
        var kind = "right";
        if (body["lines"] is JsonArray { Count: > 0 } lines && lines[0] is JsonObject line)
        {
            kind = random.Next(4) switch
            {
                0 => Put(line, line.ContainsKey("quantity") ? "quantity" : "units", _fuzz.Pick([0, -1, 4, 1_000_000, int.MaxValue]), "quantity out of bounds"),
                1 => Put(line, "lineNumber", _fuzz.Pick([0, -1, 99, int.MaxValue]), "unknown line"),
                2 => Put(line, "price", new JsonObject { ["amount"] = 1, ["currency"] = _fuzz.Pick(["JPY", "XXX", "eur", "", "€"]) }, "foreign currency"),
                _ => Put(body.AsObject(), "lines", new JsonArray([.. Enumerable.Range(0, 3).Select(_ => line.DeepClone())]), "line several times"),
            };
        }

        _ = schema;
        return call with { Kind = kind, Body = Bytes(body), Expected = kind is "foreign currency" && !Text(call).Contains("\"price\"", StringComparison.Ordinal) ? Expected.FieldNamed : kind == "right" ? Expected.Readable : Expected.Anything, Field = kind == "foreign currency" ? "price" : null };
    }

    private static string Put(JsonObject holder, string field, JsonNode value, string kind)
    {
        holder[field] = value;
        return kind;
    }

    /// <summary>Requests that came before, other bodies under their key, orders of others, orders nobody knows.</summary>
    private FuzzedCall Request(FuzzedCall call)
    {
        var body = JsonNode.Parse(Text(call))!;
        switch (random.Next(4))
        {
            case 0 when _asked is { } before:
                return before.Call with { Kind = "replayed key", Expected = Expected.Repeated, Field = before.Answer.Location };
            case 1 when _asked is { } before:
                var other = JsonNode.Parse(before.Call.Body!)!;
                other["note"] = $"Another note {++_number}.";
                return before.Call with { Kind = "key with another body", Body = Bytes(other), Expected = Expected.Refused };
            case 2:
                body["orderNumber"] = _fuzz.Pick(scene.ForeignOrders);
                return call with { Kind = "another client's order", Body = Bytes(body), Expected = Expected.Anything };
            default:
                return call with { Kind = "no key of the request", Headers = [], Expected = Expected.Refused };
        }
    }

    /// <summary>Files that are none.</summary>
    private FuzzedCall Files(FuzzedCall call)
    {
        var bytes = new byte[random.Next(3_000)];
        random.NextBytes(bytes);
        const string Form = "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"..\\\\..\\\\a\u0001.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n";
        return random.Next(4) switch
        {
            0 => call with { Kind = "bytes for a file", Body = bytes },
            1 => call with { Kind = "broken form", ContentType = "multipart/form-data; boundary=x", Body = [.. Encoding.UTF8.GetBytes(Form), .. bytes] },
            2 => call with { Kind = "form without files", ContentType = "multipart/form-data; boundary=x", Body = "--x--\r\n"u8.ToArray() },
            _ => call with { Kind = "cut picture", Body = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF"u8, .. bytes], ContentType = "image/jpeg" },
        };
    }

    private static FuzzedCall Bodied(FuzzedCall call, BrokenBody broken) => call with
    {
        Kind = broken.Kind, Field = broken.Field, Body = Encoding.UTF8.GetBytes(broken.Text), Expected = broken.Expected,
    };

    private static string Text(FuzzedCall call) => Encoding.UTF8.GetString(call.Body!);

    private static byte[] Bytes(JsonNode body) => Encoding.UTF8.GetBytes(body.ToJsonString());
}
