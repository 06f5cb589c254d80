using System.Text;

namespace XenCim.Benchmarks;

/// <summary>Requests in CIM-XML, as bytes.</summary>
internal static class CimCalls
{
    /// <summary>An operation with its parameters.</summary>
    public static byte[] Of(string operation, params (string Name, string Value)[] parameters)
    {
        var body = Encoding.UTF8.GetBytes($"""
            <?xml version="1.0" encoding="utf-8"?><CIM CIMVERSION="2.0" DTDVERSION="2.0"><MESSAGE ID="1" PROTOCOLVERSION="1.0"><SIMPLEREQ><IMETHODCALL NAME="{operation}"><LOCALNAMESPACEPATH><NAMESPACE NAME="root"/><NAMESPACE NAME="xen"/></LOCALNAMESPACEPATH>{string.Concat(parameters.Select(p => $"<IPARAMVALUE NAME=\"{p.Name}\">{p.Value}</IPARAMVALUE>"))}</IMETHODCALL></SIMPLEREQ></MESSAGE></CIM>
            """);
        return [.. Encoding.ASCII.GetBytes($"POST /cimom HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/xml; charset=\"utf-8\"\r\nCIMOperation: MethodCall\r\nCIMMethod: {operation}\r\nCIMObject: root/xen\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
    }

    /// <summary>The name of a class as a parameter.</summary>
    public static (string, string) Class(string name) => ("ClassName", $"<CLASSNAME NAME=\"{name}\"/>");

    /// <summary>A machine as a parameter.</summary>
    public static (string, string) Machine(string parameter, string id) =>
        (parameter, $"<INSTANCENAME CLASSNAME=\"Xen_ComputerSystem\"><KEYBINDING NAME=\"CreationClassName\"><KEYVALUE>Xen_ComputerSystem</KEYVALUE></KEYBINDING><KEYBINDING NAME=\"Name\"><KEYVALUE>{id}</KEYVALUE></KEYBINDING></INSTANCENAME>");
}
