using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenApi.Core.Values;

namespace XenCim.Tests.Storage;

/// <summary>Copies of single images, as clients ask for them.</summary>
public sealed class VdiCopyTests
{
    [Theory]
    [InlineData("Local")]
    [InlineData("QCoW")]
    public async Task A_clone_has_what_the_image_has_and_a_life_of_its_own(string sr)
    {
        var house = await House.StartAsync();
        var images = new Images(house);
        var image = await images.CreateAsync(change: vdi => vdi with { NameLabel = "data", Sr = sr == "Local" ? images.Local : images.QCoW });
        if (sr == "Local")
        {
            await File.WriteAllTextAsync(images.PathOf(image), "what was there");
        }

        var clone = await VdiCalls.Clone(house.Caller(), image);

        images.Get(clone).Should().Match<Vdi>(vdi => vdi.NameLabel == "data" && !vdi.ReadOnly && vdi.VirtualSize == images.Get(image).VirtualSize && vdi.Sr == images.Get(image).Sr);
        images.PathOf(clone).Should().NotBe(images.PathOf(image));
        if (sr == "Local")
        {
            (await File.ReadAllTextAsync(images.PathOf(clone))).Should().StartWith("what was there");
        }

        await VdiCalls.Destroy(house.Caller(), image);
        house = await house.RestartAsync();
        await using (house)
        {
            File.Exists(new Images(house).PathOf(clone)).Should().BeTrue("it is part of nothing, and stays");
        }
    }

    [Fact]
    public async Task A_snapshot_is_only_read()
    {
        await using var house = await House.StartAsync();
        var images = new Images(house);

        var image = await images.CreateAsync();
        var kept = await VdiCalls.TakeSnapshot(house.Caller(), image);

        images.Get(kept).ReadOnly.Should().BeTrue();
        images.Get(await VdiCalls.Clone(house.Caller(), kept)).ReadOnly.Should().BeFalse();
    }

    [Fact]
    public async Task What_a_machine_writes_to_is_not_copied()
    {
        await using var house = await House.StartAsync();
        var images = new Images(house);
        var image = await images.CreateAsync();
        await images.AddDiskAsync(image, isAttached: true);

        (await Devices.Workshop.ErrorOf(() => VdiCalls.Clone(house.Caller(), image))).Should().StartWith(["VDI_IN_USE"]);
        (await Devices.Workshop.ErrorOf(() => VdiCalls.TakeSnapshot(house.Caller(), Ref<Vdi>.Null))).Should().StartWith(["HANDLE_INVALID"]);
        house.Now.All<Vdi>().Should().ContainSingle();
    }
}
