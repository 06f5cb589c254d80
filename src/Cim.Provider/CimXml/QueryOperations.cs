using Cim.Provider.CimXml.Writing;

namespace Cim.Provider.CimXml;

/// <summary>Queries (DSP0200 §5.3.2: ExecQuery).</summary>
internal static class QueryOperations
{
    /// <summary>The operations.</summary>
    public static Dictionary<string, Operation> All { get; } = new() { ["ExecQuery"] = new(["QueryLanguage", "Query"], ExecQuery) };

    private static void ExecQuery(OperationCall call)
    {
        var answer = call.Answer;
        var rows = call.Service.ExecQuery(call.Caller, call.Arguments.RequiredText("QueryLanguage"), call.Arguments.RequiredText("Query"));
        var writer = new InstanceWriter(rows.Properties, null, false);
        call.Return(rows.Found, found =>
        {
            answer.Put("<VALUE.OBJECTWITHPATH>"u8);
            PathWriter.Instance(answer, call.Host, found.Namespace, found.Instance);
            writer.Write(answer, found.Instance);
            answer.Put("</VALUE.OBJECTWITHPATH>"u8);
        });
    }
}
