using System.Text;
using System.Xml.Linq;
using XenApi.Core.Model;

namespace XenCim.Tests.Devices;

/// <summary>Devices as the clients of 2007 ask for them: numbers where names are meant, members that nobody knows, members left out.</summary>
public sealed class OldClientTests
{
    [Fact]
    public async Task A_disk_whose_mode_is_a_number_is_read_only_and_unknown_members_are_passed_over()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var (vm, image) = (await shop.VmAsync(), await shop.ImageAsync());

        var disk = await CallAsync(house, "VBD.create", Record(
            ("VM", Text(vm.ToString())), ("VDI", Text(image.ToString())), ("device", Text("xvda1")), ("mode", Number(1)), ("driver", Number(1)), ("bootable", Number(0))));

        house.Now.All<Vbd>().Single().Should().Match<Vbd>(
            d => d.Id.ToString() == disk && d.Mode == VbdMode.ReadOnly && d.Type == VbdType.Disk && d.Device == "xvda1" && d.Vdi == image);
    }

    [Fact]
    public async Task An_interface_without_an_address_and_with_numbers_of_either_kind_is_made()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();

        await CallAsync(house, "VIF.create", Record(("VM", Text(vm.ToString())), ("network", Text(shop.Network.ToString())), ("MAC", Text("")), ("MTU", Text("1500"))));
        await CallAsync(house, "VIF.create", Record(("VM", Text(vm.ToString())), ("network", Text(shop.Network.ToString())), ("MTU", Number(0)), ("device", Text("eth1"))));

        house.Now.All<Vif>().Select(vif => vif.Device).Should().BeEquivalentTo("0", "eth1");
        house.Now.All<Vif>().Should().OnlyContain(vif => vif.Mtu == 1500 && vif.Mac.Length == 17);
    }

    private static async Task<string> CallAsync(House house, string method, XElement argument)
    {
        var call = new XElement("methodCall", new XElement("methodName", method), new XElement("params", Parameter(Text(house.Open().Handle.ToString())), Parameter(argument)));
        var answer = XElement.Parse(Encoding.UTF8.GetString(await house.AnswerAsync(Encoding.UTF8.GetBytes(call.ToString(SaveOptions.DisableFormatting)))));
        var members = answer.Descendants("member").ToDictionary(m => m.Element("name")!.Value, m => m.Element("value")!.Value);
        members["Status"].Should().Be("Success", answer.ToString());
        return members["Value"];
    }

    private static XElement Parameter(XElement value) => new("param", new XElement("value", value));

    private static XElement Text(string text) => new("string", text);

    private static XElement Number(int number) => new("int", number);

    private static XElement Record(params (string Name, XElement Value)[] members) =>
        new("struct", members.Select(m => new XElement("member", new XElement("name", m.Name), new XElement("value", m.Value))));
}
