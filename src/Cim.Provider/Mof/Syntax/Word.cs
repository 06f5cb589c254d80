namespace Cim.Provider.Mof.Syntax;

/// <summary>A name and where it stands.</summary>
internal readonly record struct Word(string Text, int Offset)
{
    public override string ToString() => Text;
}
