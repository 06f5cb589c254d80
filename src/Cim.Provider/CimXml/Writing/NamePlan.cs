using System.Runtime.CompilerServices;
using System.Text;
using Cim.Provider.Operations;
using Cim.Provider.Schema;
using Wire;

namespace Cim.Provider.CimXml.Writing;

/// <summary>How the INSTANCENAME of a class's instances is written: all but the values of the keys is made once.</summary>
internal sealed class NamePlan
{
    private static readonly ConditionalWeakTable<ResolvedClass, NamePlan> Plans = [];

    private readonly (int Index, byte[] Before, byte[] After)[] keys;
    private readonly byte[] end;

    private NamePlan(ResolvedClass c)
    {
        var before = $"<INSTANCENAME CLASSNAME=\"{c.Name}\">";
        keys = [.. c.Keys.Select((key, i) => (
            key.Index,
            Encoding.UTF8.GetBytes($"{(i == 0 ? before : "")}<KEYBINDING NAME=\"{key.Name}\">{(key.IsReference ? "<VALUE.REFERENCE>" : Encoding.ASCII.GetString(PathWriter.KeyBegin(key.Slot.Type)))}"),
            Encoding.UTF8.GetBytes($"{(key.IsReference ? "</VALUE.REFERENCE>" : "</KEYVALUE>")}</KEYBINDING>")))];
        end = Encoding.UTF8.GetBytes(keys.Length == 0 ? before + "</INSTANCENAME>" : "</INSTANCENAME>");
    }

    /// <summary>The plan of a class.</summary>
    public static NamePlan Of(ResolvedClass c) => Plans.GetValue(c, of => new(of));

    /// <summary>Writes the INSTANCENAME.</summary>
    public void Write(AnswerBuffer answer, Instance instance)
    {
        foreach (var (index, before, after) in keys)
        {
            answer.Put(before);
            var value = instance[index];
            if (value is { IsNull: false, Type: CimType.Reference })
            {
                PathWriter.Write(answer, value.Reference);
            }
            else if (!value.IsNull)
            {
                ValueWriter.Content(answer, value);
            }

            answer.Put(after);
        }

        answer.Put(end);
    }
}
