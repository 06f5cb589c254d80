using Cim.Provider.CimXml.Writing;

namespace Cim.Provider.CimXml;

/// <summary>Queries (DSP0200 §5.3.2: ExecQuery).</summary>
internal static class QueryOperations
{
    /// <summary>The operations.</summary>
    public static Dictionary<string, Operation> All { get; } = new() { ["ExecQuery"] = new(["QueryLanguage", "Query"], ExecQueryAsync) };

    private static async Task ExecQueryAsync(OperationCall call)
    {
        var (language, query) = (call.Arguments.RequiredText("QueryLanguage"), call.Arguments.RequiredText("Query"));
        var rows = call.Service.ExecQuery(await call.Service.MeasuredByQueryAsync(call.Caller, language, query).ConfigureAwait(false), language, query);
        var writer = new InstanceWriter(rows.Properties, null, false);
        await call.ReturnAsync(rows.Found, (answer, found) =>
        {
            answer.Put("<VALUE.OBJECTWITHPATH>"u8);
            PathWriter.Instance(answer, call.Host, found.Namespace, found.Instance);
            writer.Write(answer, found.Instance);
            answer.Put("</VALUE.OBJECTWITHPATH>"u8);
        }).ConfigureAwait(false);
    }
}
