using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Syntax;

/// <summary>The type of a property, a parameter or a qualifier, and where its name stands.</summary>
internal readonly record struct TypeSyntax(CimSlot Slot, int Offset);
