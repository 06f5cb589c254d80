using Cim.Provider.CimXml.Writing;
using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace Cim.Provider.CimXml;

/// <summary>Enumerations that are opened and pulled (DSP0200 §5.3.2.24).</summary>
internal static class PullOperations
{
    private static readonly string[] Opening = ["FilterQueryLanguage", "FilterQuery", "OperationTimeout", "ContinueOnError", "MaxObjectCount"];

    // The last two went out of the standard; clients that still send them mean what is done anyway.
    private static readonly string[] Shown = ["IncludeClassOrigin", "PropertyList", "IncludeQualifiers", "LocalOnly"];
    private static readonly string[] Near = ["InstanceName", "ResultClass", "Role"];
    private static readonly string[] Far = ["InstanceName", "AssocClass", "ResultClass", "Role", "ResultRole"];
    private static readonly string[] Pulling = ["EnumerationContext", "MaxObjectCount"];

    /// <summary>The operations.</summary>
    public static Dictionary<string, Operation> All { get; } = new()
    {
        ["OpenEnumerateInstances"] = new(["ClassName", "DeepInheritance", .. Shown, .. Opening], call => OpenInstancesAsync(call, EnumerationKind.InstancesWithPath)),
        ["OpenEnumerateInstancePaths"] = new(["ClassName", .. Opening], call => OpenInstancesAsync(call, EnumerationKind.InstancePaths)),
        ["OpenAssociatorInstances"] = new([.. Far, .. Shown, .. Opening], call => OpenLinkedAsync(call, EnumerationKind.InstancesWithPath, isFar: true)),
        ["OpenAssociatorInstancePaths"] = new([.. Far, .. Opening], call => OpenLinkedAsync(call, EnumerationKind.InstancePaths, isFar: true)),
        ["OpenReferenceInstances"] = new([.. Near, .. Shown, .. Opening], call => OpenLinkedAsync(call, EnumerationKind.InstancesWithPath, isFar: false)),
        ["OpenReferenceInstancePaths"] = new([.. Near, .. Opening], call => OpenLinkedAsync(call, EnumerationKind.InstancePaths, isFar: false)),
        ["OpenQueryInstances"] = new(["ReturnQueryResultClass", .. Opening], OpenQueryAsync),
        ["PullInstancesWithPath"] = new(Pulling, call => PullAsync(call, EnumerationKind.InstancesWithPath)),
        ["PullInstancePaths"] = new(Pulling, call => PullAsync(call, EnumerationKind.InstancePaths)),
        ["PullInstances"] = new(Pulling, call => PullAsync(call, EnumerationKind.Instances)),
        ["CloseEnumeration"] = new(["EnumerationContext"], call => call.Service.Close(call.Caller, call.Arguments.RequiredText("EnumerationContext"))),
        ["EnumerationCount"] = new(["EnumerationContext"], Count),
    };

    private static async Task OpenInstancesAsync(OperationCall call, EnumerationKind kind)
    {
        var className = call.Arguments.RequiredClassName("ClassName");
        var writer = call.Writer(InstanceOperations.Above(call.Arguments, className));
        var space = call.Caller.Namespace;
        var caller = kind == EnumerationKind.InstancePaths && !IsFiltered(call) ? call.Caller : await call.Service.MeasuredAsync(call.Caller, className).ConfigureAwait(false);
        await OpenAsync(call, kind, call.Service.EnumerateInstances(caller, className).Select(instance => new FoundInstance(space, instance)), writer).ConfigureAwait(false);
    }

    private static async Task OpenLinkedAsync(OperationCall call, EnumerationKind kind, bool isFar)
    {
        var path = call.Arguments.Instance("InstanceName");
        var filter = AssociationOperations.Filter(call.Arguments);
        var writer = call.Writer();
        var caller = kind == EnumerationKind.InstancePaths && !IsFiltered(call) ? call.Caller : await call.Service.MeasuredAsync(call.Caller, Found(call.Caller)).ConfigureAwait(false);
        await OpenAsync(call, kind, Found(caller), writer).ConfigureAwait(false);

        IEnumerable<FoundInstance> Found(CimCaller who) => isFar ? call.Service.Associators(who, path, filter) : call.Service.References(who, path, filter);
    }

    private static bool IsFiltered(OperationCall call) => call.Arguments.Find("FilterQuery") is not null;

    // The query is no filter of what another operation gives: it is the whole.
    private static async Task OpenQueryAsync(OperationCall call)
    {
        var (language, query) = (call.Arguments.RequiredText("FilterQueryLanguage"), call.Arguments.RequiredText("FilterQuery"));
        var rows = call.Service.ExecQuery(await call.Service.MeasuredByQueryAsync(call.Caller, language, query).ConfigureAwait(false), language, query);
        var isClassWanted = call.Arguments.Flag("ReturnQueryResultClass", false);
        await OpenAsync(call, EnumerationKind.Instances, rows.Found, new(rows.Properties, isClassWanted ? rows.Class.Name : null, false), isFiltered: true).ConfigureAwait(false);
        if (isClassWanted)
        {
            OutputClass(call, rows);
        }
    }

    // The class that is asked, with what the rows show of it; they show no more then, of whatever class below they are.
    private static void OutputClass(OperationCall call, QueryRows rows)
    {
        call.Answer.Put("<PARAMVALUE NAME=\"QueryResultClass\">"u8);
        new ClassWriter(call.Answer, new ClassDetail(false, true, false, rows.Properties) { Methods = false }).Write(rows.Class);
        call.Answer.Put("</PARAMVALUE>"u8);
    }

    private static Task OpenAsync(OperationCall call, EnumerationKind kind, IEnumerable<FoundInstance> found, InstanceWriter writer, bool isFiltered = false)
    {
        var arguments = call.Arguments;
        var opened = call.Service.Open(
            call.Caller,
            kind,
            found,
            isFiltered ? null : arguments.Text("FilterQueryLanguage"),
            isFiltered ? null : arguments.Text("FilterQuery"),
            arguments.Number("OperationTimeout") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            arguments.Flag("ContinueOnError", false),
            arguments.Number("MaxObjectCount") ?? 0,
            writer);
        return TellAsync(call, kind, opened.Found, writer, opened.Context, opened.IsEnd);
    }

    private static Task PullAsync(OperationCall call, EnumerationKind kind)
    {
        var context = call.Arguments.RequiredText("EnumerationContext");
        var most = call.Arguments.Number("MaxObjectCount") ?? throw new CimException(CimStatus.InvalidParameter, "The parameter MaxObjectCount is missing.");
        var batch = call.Service.Pull(call.Caller, kind, context, most);
        return TellAsync(call, kind, batch.Found, (InstanceWriter)batch.Shape!, context, batch.IsEnd);
    }

    private static async Task TellAsync(OperationCall call, EnumerationKind kind, IReadOnlyList<FoundInstance> found, InstanceWriter writer, string? context, bool isEnd)
    {
        await call.ReturnAsync(found, (answer, one) =>
        {
            switch (kind)
            {
                case EnumerationKind.InstancePaths:
                    PathWriter.Instance(answer, call.Host, one.Namespace, one.Instance);
                    break;
                case EnumerationKind.InstancesWithPath:
                    answer.Put("<VALUE.INSTANCEWITHPATH>"u8);
                    PathWriter.Instance(answer, call.Host, one.Namespace, one.Instance);
                    writer.Write(answer, one.Instance);
                    answer.Put("</VALUE.INSTANCEWITHPATH>"u8);
                    break;
                default:
                    writer.Write(answer, one.Instance);
                    break;
            }
        }).ConfigureAwait(false);
        call.Output("EnumerationContext"u8, isEnd ? CimValue.Null(CimType.String) : CimValue.Of(context!));
        call.Output("EndOfSequence"u8, CimValue.Of(isEnd));
    }

    private static void Count(OperationCall call)
    {
        var count = call.Service.Count(call.Caller, call.Arguments.RequiredText("EnumerationContext"));
        call.Return(() => ValueWriter.Write(call.Answer, CimValue.OfInteger(CimType.UInt64, count)));
    }
}
