using Cim.Provider.CimXml.Writing;
using Cim.Provider.Operations;
using Cim.Provider.Schema;
using Wire;

namespace Cim.Provider.CimXml;

/// <summary>One call of an intrinsic operation, and where its answer goes.</summary>
/// <param name="Service">The operations.</param>
/// <param name="Caller">Who asks, in which namespace.</param>
/// <param name="Arguments">The parameters.</param>
/// <param name="Outgoing">Where the answer goes.</param>
/// <param name="Host">The name of this host, as the client knows it.</param>
internal sealed record OperationCall(CimService Service, CimCaller Caller, Arguments Arguments, OutgoingMessage Outgoing, string Host)
{
    /// <summary>What is written of the answer.</summary>
    public AnswerBuffer Answer => Outgoing.Answer;

    /// <summary>Writes a return value, which may be of several elements.</summary>
    public void Return(Action write)
    {
        Answer.Put("<IRETURNVALUE>"u8);
        write();
        Answer.Put("</IRETURNVALUE>"u8);
    }

    /// <summary>Writes a return value of as many elements as there are items.</summary>
    public void Return<T>(IEnumerable<T> items, Action<T> write)
    {
        Answer.Put("<IRETURNVALUE>"u8);
        foreach (var item in items)
        {
            write(item);
        }

        Answer.Put("</IRETURNVALUE>"u8);
    }

    /// <summary>
    /// Writes a return value of as many elements as there are items, perhaps very many: they are written by many hands, and
    /// sent as they come.
    /// </summary>
    public async Task ReturnAsync<T>(IEnumerable<T> items, Action<AnswerBuffer, T> write)
    {
        Answer.Put("<IRETURNVALUE>"u8);
        foreach (var some in items.Chunk(ManyHands.ItemsAtOnce))
        {
            ManyHands.Write<T>(Answer, some, (part, few) =>
            {
                foreach (var item in few)
                {
                    write(part, item);
                }
            });
            await Outgoing.FlowAsync().ConfigureAwait(false);
        }

        Answer.Put("</IRETURNVALUE>"u8);
    }

    /// <summary>Writes an output parameter.</summary>
    public void Output(ReadOnlySpan<byte> name, CimValue value)
    {
        Answer.Put("<PARAMVALUE NAME=\""u8);
        Answer.Put(name);
        Answer.Put(value.Type == CimType.Boolean ? "\" PARAMTYPE=\"boolean\">"u8 : value.Type == CimType.String ? "\" PARAMTYPE=\"string\">"u8 : "\" PARAMTYPE=\"uint64\">"u8);
        ValueWriter.Write(Answer, value);
        Answer.Put("</PARAMVALUE>"u8);
    }

    /// <summary>How the instances of the answer are written, as the usual parameters say (DSP0200: IncludeClassOrigin, PropertyList).</summary>
    public InstanceWriter Writer(string? above = null)
    {
        // Without a meaning for instances, but not without a value (DSP0200: LocalOnly, IncludeQualifiers).
        Arguments.Flag("LocalOnly", false);
        Arguments.Flag("IncludeQualifiers", false);
        return new(Arguments.List("PropertyList"), above, Arguments.Flag("IncludeClassOrigin", false));
    }

    /// <summary>What of a class is written.</summary>
    public ClassDetail Detail(bool localOnly, bool qualifiers) => new(
        Arguments.Flag("LocalOnly", localOnly), Arguments.Flag("IncludeQualifiers", qualifiers), Arguments.Flag("IncludeClassOrigin", false), Arguments.List("PropertyList"));
}
