namespace Cim.Provider.Operations;

/// <summary>Says why a change of the schema cannot be (DSP0200 §5.3.2).</summary>
internal static class SchemaRefusal
{
    private const int ToldMost = 5;

    /// <summary>The error for the client: what it has sent is wrong, or it is right and others do not go with it.</summary>
    public static CimException Of(KeptSchema kept, IReadOnlyList<SchemaFault> faults)
    {
        var sent = faults.Where(fault => fault.Declaration is null || kept.Puts.Any(one => one.Id == fault.Declaration.Id)).ToList();
        if (sent.Count > 0)
        {
            return new(CimStatus.InvalidParameter, string.Join("; ", sent.Take(ToldMost).Select(fault => fault.Message)));
        }

        var (other, message) = (faults[0].Declaration!, faults[0].Message);
        var status = kept.Puts.IsEmpty ? CimStatus.Failed : other.Kind == CimKind.Instance ? CimStatus.ClassHasInstances : CimStatus.ClassHasChildren;
        return new(status, $"The {other.Kind} {other.Name} would not fit any more: {message}");
    }
}
