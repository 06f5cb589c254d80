namespace Cim.Provider.Mof.Syntax;

/// <summary>A value as it was written: what it means, the type of its place decides.</summary>
internal abstract record ValueSyntax(int Offset)
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Shown { get; }

    internal sealed record Null(int Offset) : ValueSyntax(Offset)
    {
        public override string Shown => "NULL";
    }

    internal sealed record Truth(int Offset, bool Value) : ValueSyntax(Offset)
    {
        public override string Shown => Value ? "true" : "false";
    }

    internal sealed record Integer(int Offset, bool Negative, ulong Magnitude) : ValueSyntax(Offset)
    {
        public Int128 Value => Negative ? -(Int128)Magnitude : Magnitude;

        public override string Shown => $"the number {(Negative ? "-" : "")}{Magnitude}";
    }

    internal sealed record Real(int Offset, double Value) : ValueSyntax(Offset)
    {
        public override string Shown => "a real number";
    }

    internal sealed record Character(int Offset, char Value) : ValueSyntax(Offset)
    {
        public override string Shown => "a character";
    }

    internal sealed record Text(int Offset, string Value) : ValueSyntax(Offset)
    {
        public override string Shown => "a text";
    }

    internal sealed record Alias(int Offset, string Name) : ValueSyntax(Offset)
    {
        public override string Shown => $"the alias ${Name}";
    }

    internal sealed record List(int Offset, List<ValueSyntax> Items) : ValueSyntax(Offset)
    {
        public override string Shown => "a list";
    }

    internal sealed record Instance(InstanceSyntax Value) : ValueSyntax(Value.Offset)
    {
        public override string Shown => "an instance";
    }
}
